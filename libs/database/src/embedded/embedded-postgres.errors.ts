/** The embedded PostgreSQL cannot start or stop; the message is a sentence for the person who runs the server. */
export class EmbeddedPostgresError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'EmbeddedPostgresError';
  }
}
