/** A running installation as people reach it, whatever its parts run in. */
export interface Installation {
  readonly url: string;
  /** The first invite's token; null once it was used. */
  readonly invite: string | null;
  /** Mails that were sent so far, the newest first, as they are on the wire. */
  mails(): Promise<string[]>;
}
