/**
 * The one error of everything that opens, unwraps or decodes. It says nothing about the reason on purpose:
 * wrong key, wrong context, damaged header, unknown suite and truncation must look the same from outside.
 */
export class DecryptionError extends Error {
  /** The same code as in the platform's list of error codes. */
  readonly code = 'DECRYPTION_FAILED';

  constructor() {
    super('The stored content could not be opened.');
    this.name = 'DecryptionError';
  }
}

/** Runs `open` and turns whatever it throws into a {@link DecryptionError}. */
export function failAlike<T>(open: () => T): T {
  try {
    return open();
  } catch {
    throw new DecryptionError();
  }
}
