/** The envelope names a suite that is not known, or that the caller's policy does not allow in this direction. */
export class EnvelopeSuiteError extends Error {
  /** The same code as in the platform's list of error codes. */
  readonly code = 'ENVELOPE_SUITE_UNSUPPORTED';

  constructor() {
    super('The envelope uses an algorithm suite that is not accepted here.');
    this.name = 'EnvelopeSuiteError';
  }
}
