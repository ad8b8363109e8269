import { ConfigError } from '@mateship/service-kit';

/** The key file cannot be used; the message tells an administrator what to do. */
export class KeyFileError extends ConfigError {
  constructor(message: string, options?: ErrorOptions) {
    super([message]);
    this.name = 'KeyFileError';
    this.cause = options?.cause;
  }
}
