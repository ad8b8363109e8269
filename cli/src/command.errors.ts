/** A command cannot do what it was asked to; the message is one clear sentence for the person at the terminal. */
export class CommandError extends Error {
  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
    this.name = 'CommandError';
  }
}
