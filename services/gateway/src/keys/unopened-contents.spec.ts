import { DomainError } from '@mateship/contracts';
import { DecryptionError } from '@mateship/crypto';
import { JsonLogger, Metrics } from '@mateship/service-kit';
import { UnopenedContents } from './unopened-contents.js';

const FILE = { purpose: 'file', ownerId: 'o', objectId: 'f' } as const;

describe('UnopenedContents', () => {
  let metrics: Metrics;
  let logger: JsonLogger;
  let unopened: UnopenedContents;
  beforeEach(() => {
    metrics = new Metrics('test');
    logger = new JsonLogger('test');
    jest.spyOn(logger, 'error').mockImplementation(() => undefined);
    unopened = new UnopenedContents(logger, metrics);
  });

  const counted = () => metrics.registry.getSingleMetricAsString('contents_unopened_total');

  it('makes one error of ours of what does not open, counts it and says of what it is', async () => {
    expect(unopened.errorOf(FILE, new DecryptionError())).toMatchObject({ code: 'DECRYPTION_FAILED', status: 422 });
    expect(await counted()).toContain('contents_unopened_total{purpose="file",service="test"} 1');
    expect(logger.error).toHaveBeenCalledWith('a stored content did not open', { purpose: 'file', objectId: 'f' });
  });

  it.each([new DomainError('BLOBS_UNAVAILABLE'), new TypeError('a mistake'), 'text', undefined])('leaves other faults as they are: %p', async (fault) => {
    expect(unopened.errorOf(FILE, fault)).toBe(fault);
    expect(await counted()).not.toContain('purpose');
    expect(logger.error).not.toHaveBeenCalled();
  });
});
