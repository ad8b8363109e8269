/** Works through a message piece by piece; the shape that whole messages and streams share. */
export interface Step {
  /** What can be given out after `data`; `last` ends the message, and nothing may follow it. */
  update(data: Uint8Array, last: boolean): Buffer[];
  /** Forgets the keys of the message; further updates fail. */
  close(): void;
}
