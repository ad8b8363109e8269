import { DomainError } from '@mateship/contracts';
import { ConfigError } from '@mateship/service-kit';

/** What an S3 server or the way to it said: the name of its error and the status, where there was an answer at all. */
interface S3Fault {
  name?: string;
  code?: string;
  $metadata?: { httpStatusCode?: number };
}

/** Whether an object does not exist; a bucket that does not exist is another matter. */
export function isAbsent(error: unknown): boolean {
  return (error as S3Fault).name === 'NoSuchKey';
}

/** Any other fault as what the caller can do about it: wait. */
export function blobsUnavailable(cause: unknown): DomainError {
  return new DomainError('BLOBS_UNAVAILABLE', { cause });
}

/** The fault of a first look at the bucket as a fault of the configuration; null when waiting may help. */
export function configFaultOf(error: unknown, bucket: string): ConfigError | null {
  const status = (error as S3Fault).$metadata?.httpStatusCode;
  if (status === 404) return new ConfigError([`gateway.blobs.bucket: there is no bucket "${bucket}"; create it or name another one`]);
  if (status === 401 || status === 403) return new ConfigError([`gateway.blobs.accessKeyId, gateway.blobs.secretKey: they do not open the bucket "${bucket}"`]);
  if (status === 301 || status === 400) return new ConfigError([`gateway.blobs.region, gateway.blobs.endpoint: the bucket "${bucket}" is not there`]);
  return null;
}

/** For logs and health reports: the fault with a code that says no more than what kind it is. */
export function faultWithCode(error: unknown): Error & { code: string } {
  const { code, $metadata } = error as S3Fault;
  const status = $metadata?.httpStatusCode;
  return Object.assign(new Error('the bucket cannot be used'), { code: code ?? (status === undefined ? 'UNREACHABLE' : `HTTP_${status}`) });
}
