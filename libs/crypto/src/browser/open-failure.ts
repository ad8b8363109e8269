/** Bytes could not be opened; the reason is not told. */
export class OpenFailure extends Error {
  readonly code = 'DECRYPTION_FAILED';

  constructor() {
    super('The content could not be opened.');
    this.name = 'OpenFailure';
  }
}

/** Runs `open` and turns whatever it throws into an {@link OpenFailure}. */
export async function failAlike<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch {
    throw new OpenFailure();
  }
}
