import type { Readable } from 'node:stream';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { S3Client } from '@aws-sdk/client-s3';
import type { BlobsConfig } from '../config/config.js';
import { BlobStore } from './blob-store.js';
import { blobsUnavailable, configFaultOf, faultWithCode, isAbsent } from './s3-errors.js';
import { WatchedSource } from './watched-source.js';

const ID = /^[0-9a-f-]{36}$/;
const PART_BYTES = 5 * 1024 * 1024;
const CHECK_MS = 2_000;
const LIMITS = { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true, socketTimeout: 60_000 };
const CONNECTIONS = { keepAlive: true, maxSockets: 200 };

type S3Config = Extract<BlobsConfig, { kind: 's3' }>;
type Sdk = typeof import('@aws-sdk/client-s3');

/**
 * Opens the bucket that the configuration names. The SDK is loaded here, so that a gateway with a folder does not pay for it.
 * @throws ConfigError when there is no such bucket or the credentials do not open it. A server that is away is waited for.
 */
export async function openS3BlobStore(config: S3Config, limits: Partial<typeof LIMITS> = {}): Promise<S3BlobStore> {
  const sdk = await import('@aws-sdk/client-s3');
  const client = new sdk.S3Client({
    region: config.region,
    ...(config.endpoint === undefined ? {} : { endpoint: config.endpoint, forcePathStyle: true }),
    credentials: { accessKeyId: config.accessKeyId, secretAccessKey: config.secretKey },
    maxAttempts: 3,
    requestHandler: { ...LIMITS, ...limits, httpAgent: CONNECTIONS, httpsAgent: CONNECTIONS },
    // Servers other than Amazon's store the framing of checksums that trail a stream as if it were content.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // Without it a server that does not know `Expect` costs seconds per upload.
    expectContinueHeader: false,
  });
  const store = new S3BlobStore(sdk, client, config.bucket);
  await store.look().catch((error: unknown) => {
    const fault = configFaultOf(error, config.bucket);
    if (fault) throw fault;
    new Logger(S3BlobStore.name).warn(`the bucket for files does not answer (${faultWithCode(error).code}); files wait until it does`);
  });
  return store;
}

/** {@link BlobStore} in a bucket. Faults that pass are tried three times, then they are BLOBS_UNAVAILABLE. */
export class S3BlobStore extends BlobStore implements OnApplicationShutdown {
  constructor(
    private readonly sdk: Sdk,
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {
    super();
  }

  /** An object appears when its last part has arrived; parts of one that breaks off are taken back. Holds two parts of 5 MiB at most. */
  async put(id: string, body: Readable): Promise<void> {
    const source = new WatchedSource(body);
    const params = { ...this.place(id), Body: source.stream, ContentType: 'application/octet-stream' };
    try {
      const { Upload } = await import('@aws-sdk/lib-storage');
      await new Upload({ client: this.client, params, partSize: PART_BYTES, queueSize: 1, leavePartsOnError: false }).done();
    } catch (error) {
      source.giveUp();
      throw source.fault ?? blobsUnavailable(error);
    }
  }

  async get(id: string): Promise<Readable | null> {
    const place = this.place(id);
    try {
      const { Body } = await this.client.send(new this.sdk.GetObjectCommand(place));
      return Body as Readable;
    } catch (error) {
      if (isAbsent(error)) return null;
      throw blobsUnavailable(error);
    }
  }

  async delete(id: string): Promise<void> {
    const place = this.place(id);
    try {
      await this.client.send(new this.sdk.DeleteObjectCommand(place));
    } catch (error) {
      throw blobsUnavailable(error);
    }
  }

  /** An address that gives out the sealed bytes of a blob to whoever holds it, for some seconds. Asks nobody. */
  async presign(id: string, seconds: number): Promise<string> {
    const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner');
    return getSignedUrl(this.client, new this.sdk.GetObjectCommand(this.place(id)), { expiresIn: seconds });
  }

  /** Throws what S3 says when the bucket cannot be used. */
  async look(): Promise<void> {
    await this.client.send(new this.sdk.HeadBucketCommand({ Bucket: this.bucket }), { abortSignal: AbortSignal.timeout(CHECK_MS) });
  }

  /** For health reports. */
  async check(): Promise<void> {
    await this.look().catch((error: unknown) => {
      throw faultWithCode(error);
    });
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }

  private place(id: string): { Bucket: string; Key: string } {
    if (!ID.test(id)) throw new Error('a blob id is a UUID');
    return { Bucket: this.bucket, Key: id };
  }
}
