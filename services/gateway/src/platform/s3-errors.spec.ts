import { blobsUnavailable, configFaultOf, faultWithCode, isAbsent } from './s3-errors.js';

const answered = (httpStatusCode: number, name = 'Unknown') => ({ name, $metadata: { httpStatusCode } });

describe('faults of S3', () => {
  it('tell a missing object from a missing bucket', () => {
    expect(isAbsent(answered(404, 'NoSuchKey'))).toBe(true);
    expect(isAbsent(answered(404, 'NoSuchBucket'))).toBe(false);
    expect(isAbsent(new Error('socket hang up'))).toBe(false);
  });

  it.each([
    [404, /gateway\.blobs\.bucket: there is no bucket "files"/],
    [403, /gateway\.blobs\.accessKeyId, gateway\.blobs\.secretKey/],
    [301, /gateway\.blobs\.region/],
  ])('name the key of the configuration behind status %i', (status, message) => {
    expect(configFaultOf(answered(status), 'files')?.message).toMatch(message);
  });

  it.each([answered(500), answered(503), Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })])('are no fault of the configuration when waiting may help', (error) => {
    expect(configFaultOf(error, 'files')).toBeNull();
  });

  it('carry a code and no address', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:9000'), { code: 'ECONNREFUSED' });
    expect(faultWithCode(refused)).toMatchObject({ code: 'ECONNREFUSED', message: expect.not.stringContaining('10.0.0.1') });
    expect(faultWithCode(answered(503)).code).toBe('HTTP_503');
    expect(faultWithCode(new Error('odd')).code).toBe('UNREACHABLE');
  });

  it('become one code for callers, with the cause for the log', () => {
    const cause = new Error('odd');
    expect(blobsUnavailable(cause)).toMatchObject({ code: 'BLOBS_UNAVAILABLE', status: 503, cause });
  });
});
