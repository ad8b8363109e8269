/** Where opening stopped. Everything that a private key has to do with is one stage. */
export type FailureStage = 'format' | 'signature' | 'time' | 'content';

/**
 * The one error of everything that opens, unwraps or decodes. It says nothing about the reason on purpose:
 * wrong key, wrong context, damaged header, unknown suite and truncation must look the same from outside.
 */
export class DecryptionError extends Error {
  /** The same code as in the platform's list of error codes. */
  readonly code = 'DECRYPTION_FAILED';
  readonly #stage: FailureStage;

  constructor(stage: FailureStage = 'content') {
    super('The stored content could not be opened.');
    this.name = 'DecryptionError';
    this.#stage = stage;
  }

  /** For counters and audit, never for an answer: how far opening came. It is no property, so it does not get into a body by accident. */
  static stageOf(error: DecryptionError): FailureStage {
    return error.#stage;
  }
}

/** Runs `open` and turns whatever it throws into a {@link DecryptionError}. */
export function failAlike<T>(open: () => T, stage?: FailureStage): T {
  try {
    return open();
  } catch {
    throw new DecryptionError(stage);
  }
}
