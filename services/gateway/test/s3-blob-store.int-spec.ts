import { randomBytes, randomUUID } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { finished, pipeline } from 'node:stream/promises';
import { CreateBucketCommand, ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { hasMoto, needing, startTestS3, type TestS3 } from '@mateship/dev-env';
import { openS3BlobStore, type S3BlobStore } from '../src/platform/s3-blob-store.js';
import { blobStoreContract, brokenStream, randomStream, type OpenedStore } from './support/blob-store-contract.js';
import { FaultyProxy } from './support/faulty-proxy.js';

const MEBIBYTE = 1024 * 1024;
const CREDENTIALS = { accessKeyId: 'tests', secretKey: 'of the tests' };
/** Silence is noticed sooner than in production. */
const IMPATIENT = { requestTimeout: 2_000 };

needing({ what: 'a container engine with the image motoserver/moto:5.1.0', isThere: hasMoto() }, 'S3BlobStore', () => {
  let s3: TestS3;
  let admin: S3Client;
  beforeAll(async () => {
    s3 = await startTestS3();
    admin = new S3Client({ endpoint: s3.endpoint, region: 'us-east-1', forcePathStyle: true, credentials: { accessKeyId: 'admin', secretAccessKey: 'admin' } });
  }, 60_000);
  afterAll(async () => {
    admin.destroy();
    await s3.close();
  });

  const configOf = (bucket: string, endpoint = s3.endpoint) => ({ kind: 's3' as const, endpoint, region: 'us-east-1', bucket, ...CREDENTIALS });
  const aBucket = async () => {
    const bucket = `tests-${randomUUID()}`;
    await admin.send(new CreateBucketCommand({ Bucket: bucket }));
    return bucket;
  };
  const remainsOf = async (bucket: string) => {
    const objects = await admin.send(new ListObjectsV2Command({ Bucket: bucket }));
    const uploads = await admin.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    return [...(objects.Contents ?? []), ...(uploads.Uploads ?? [])].map(({ Key }) => Key!);
  };

  describe('as a BlobStore', () => {
    blobStoreContract(async (): Promise<OpenedStore> => {
      const bucket = await aBucket();
      const store = await openS3BlobStore(configOf(bucket));
      return { store, remains: () => remainsOf(bucket), close: async () => store.onApplicationShutdown() };
    });
  });

  it.each([
    ['that does not exist', 'absent-bucket', /gateway\.blobs\.bucket: there is no bucket "absent-bucket"/],
  ])('refuses to start with a bucket %s and names the key', async (_what, bucket, message) => {
    await expect(openS3BlobStore(configOf(bucket))).rejects.toMatchObject({ name: 'ConfigError', message: expect.stringMatching(message) });
  });

  describe('behind a faulty network', () => {
    let proxy: FaultyProxy;
    let store: S3BlobStore;
    let bucket: string;
    beforeEach(async () => {
      bucket = await aBucket();
      proxy = await FaultyProxy.before(s3.endpoint);
      store = await openS3BlobStore(configOf(bucket, proxy.url), IMPATIENT);
    });
    afterEach(async () => {
      store.onApplicationShutdown();
      await proxy.close();
    });
    const put = async (size: number) => {
      const id = randomUUID();
      const bytes = randomBytes(size);
      await store.put(id, Readable.from([bytes], { objectMode: false }));
      return { id, bytes };
    };

    it.each([500, 503, 'cut', 'silence'] as const)('tries again when a part or a read meets %j', async (fault) => {
      proxy.fail(/^PUT .*partNumber=2/, fault, fault === 'silence' ? 1 : 2);
      proxy.fail(/^GET /, fault, 1);
      const { id, bytes } = await put(12 * MEBIBYTE);
      expect((await buffer((await store.get(id))!)).equals(bytes)).toBe(true);
    });

    it.each([
      ['a small blob', 1000, /^PUT /],
      ['a part', 12 * MEBIBYTE, /^PUT .*partNumber=2/],
      ['the last step', 12 * MEBIBYTE, /^POST .*uploadId/],
    ])('gives up on %s after three tries and leaves nothing', async (_what, size, of) => {
      proxy.fail(of, 500);
      await expect(put(size)).rejects.toMatchObject({ code: 'BLOBS_UNAVAILABLE', status: 503 });
      expect(proxy.seen.filter((name) => of.test(name))).toHaveLength(3);
      expect(await remainsOf(bucket)).toEqual([]);
    });

    it('says that files are unavailable, whatever is asked, and that a blob is missing only when S3 says so', async () => {
      const { id } = await put(1000);
      proxy.fail(/^(GET|PUT|DELETE)/, 'cut');
      for (const asked of [() => store.get(id), () => store.delete(id), () => put(10)]) await expect(asked()).rejects.toMatchObject({ code: 'BLOBS_UNAVAILABLE' });
    });

    it('takes a source to its end that it could not store, so that its sender hears why', async () => {
      proxy.fail(/^(POST|PUT)/, 'cut');
      const { stream } = randomStream(30 * MEBIBYTE);
      await expect(store.put(randomUUID(), stream)).rejects.toMatchObject({ code: 'BLOBS_UNAVAILABLE' });
      await finished(stream);
    });

    it.each([/^PUT .*partNumber=2/, /^POST /])('tells whoever writes into the source that files are unavailable, when %s fails', async (of) => {
      proxy.fail(of, 'cut');
      const body = new PassThrough();
      const stored = Promise.all([pipeline(randomStream(30 * MEBIBYTE).stream, body), store.put(randomUUID(), body)]);
      await expect(stored).rejects.toMatchObject({ code: 'BLOBS_UNAVAILABLE' });
    });

    it('draws no more than it can send', async () => {
      store.onApplicationShutdown();
      store = await openS3BlobStore(configOf(bucket, proxy.url), { requestTimeout: 3_000 });
      proxy.fail(/^PUT .*partNumber=1/, 'silence');
      const { stream, drawn } = randomStream(60 * MEBIBYTE);
      const stored = store.put(randomUUID(), stream).catch((error: { code: string }) => error.code);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect(drawn()).toBeGreaterThan(MEBIBYTE);
      expect(drawn()).toBeLessThan(12 * MEBIBYTE);
      expect(await stored).toBe('BLOBS_UNAVAILABLE');
    });

    it('sends bodies plain: no framing, no trailing checksum that a server may take for content', async () => {
      await put(1000);
      await put(12 * MEBIBYTE);
      expect([...proxy.headers].filter((header) => /aws-chunked|x-amz-trailer|STREAMING-|x-amz-checksum|x-amz-sdk-checksum|^expect:/i.test(header))).toEqual([]);
    });

    it('blames the source for its own faults', async () => {
      await expect(store.put(randomUUID(), brokenStream(7 * MEBIBYTE))).rejects.toThrow('cut');
      expect(proxy.seen.some((name) => name.startsWith('DELETE') && name.includes('uploadId'))).toBe(true);
    });

    it('starts while S3 is away, and says so until it comes', async () => {
      proxy.fail(/^HEAD/, 'cut', 3 * 2);
      const other = await openS3BlobStore(configOf(bucket, proxy.url), IMPATIENT);
      await expect(other.check()).rejects.toMatchObject({ code: expect.stringMatching(/^(ECONNRESET|UNREACHABLE)$/) });
      await expect(other.check()).resolves.toBeUndefined();
      other.onApplicationShutdown();
    });
  });

  it('says within the time of a health check that S3 does not answer', async () => {
    const proxy = await FaultyProxy.before(s3.endpoint);
    proxy.fail(/./, 'silence');
    const store = await openS3BlobStore(configOf('any-bucket', proxy.url));
    await expect(store.check()).rejects.toMatchObject({ code: expect.stringMatching(/^[A-Z]+$/) });
    store.onApplicationShutdown();
    await proxy.close();
  });

  it('presigns reads: the address gives out the sealed bytes, and nothing to who changes it', async () => {
    const store = await openS3BlobStore(configOf(await aBucket()));
    const id = randomUUID();
    await store.put(id, Readable.from([Buffer.from('sealed')]));
    const address = new URL(await store.presign(id, 60));
    expect(await text((await fetch(address)).body!)).toBe('sealed');
    expect(address.searchParams.get('X-Amz-Expires')).toBe('60');
    expect(address.searchParams.get('X-Amz-Signature')).toMatch(/^[0-9a-f]{64}$/);
    expect(address.href).not.toContain(CREDENTIALS.secretKey.replaceAll(' ', '+'));
    await expect(store.presign('../other', 60)).rejects.toThrow('UUID');
    store.onApplicationShutdown();
  });
});
