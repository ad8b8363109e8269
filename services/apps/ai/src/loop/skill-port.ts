/** How a run reaches the platform: the part of the SDK's context that is used here. */
export interface Platform {
  skills: { call(app: string, skill: string, input: unknown): Promise<unknown> };
  files: { bytes(id: string, max: number): Promise<Uint8Array> };
  /** Ends when the caller is gone or the call's deadline is reached. */
  signal: AbortSignal;
}
