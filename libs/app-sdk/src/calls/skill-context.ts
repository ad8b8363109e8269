import type { Readable } from 'node:stream';
import type { Invocation, OpenedEnvelope } from '@mateship/contracts';
import type { JsonLogger } from '@mateship/service-kit';

/** Writes JSON log lines inside the call's trace: a message, then objects whose fields become its context. */
export type AppLog = Pick<JsonLogger, 'debug' | 'log' | 'warn' | 'error'>;

/** A file of the call. Its body streams from the gateway; what a skill leaves unread is given up when the call ends. */
export interface OpenedFile {
  name: string;
  /** Media type as the gateway recognised it. */
  mime: string;
  /** Bytes. */
  size: number;
  body: Readable;
}

/** A file that a skill makes for its caller; at most MAX_FILE_BYTES. */
export interface NewFile {
  name: string;
  /** For readers of the code: the gateway goes by the first bytes. */
  mime: string;
  body: Uint8Array | Readable;
}

/** The files that the caller handed to this call. All fail with NOT_FOUND for any other id. */
export interface SkillFiles {
  open(id: string): Promise<OpenedFile>;
  /** The whole content. @throws DomainError PAYLOAD_TOO_LARGE when it has more than `max` bytes. */
  bytes(id: string, max: number): Promise<Buffer>;
  /** Stores a file for the caller; the manifest must say `files: write`. */
  save(file: NewFile): Promise<{ id: string }>;
}

/** Envelopes that the user of this call addressed to this app. Their keys stay in the vault, which opens and seals for the app. */
export interface SkillEnvelopes {
  /** Works once for each envelope. @throws DomainError DECRYPTION_FAILED whatever is wrong with it. */
  open(envelope: string): Promise<OpenedEnvelope>;
  /** Seals an answer to the user, signed as this app; gives the envelope in base64. */
  reply(answer: { text: string; model: string | null; replyTo: string }): Promise<string>;
}

/** Everything a skill may use besides its input. */
export interface SkillContext {
  /** On whose behalf it runs; the user is a pseudonym of this app's own. */
  invocation: Invocation;
  /** Aborts at the deadline, when the caller leaves, and when the call is over. */
  signal: AbortSignal;
  log: AppLog;
  /** The app's own folder, which survives restarts; null unless the manifest says `storage: true`. */
  dataFolder: string | null;
  /** A secret that the manifest declares; null until an admin has set it. */
  secret(name: string): Promise<string | null>;
  files: SkillFiles;
  envelopes: SkillEnvelopes;
  skills: {
    /** Calls a skill that this call may use. @throws DomainError the skill's own, or TOOL_DENIED. */
    call(app: string, skill: string, input: unknown): Promise<unknown>;
  };
}
