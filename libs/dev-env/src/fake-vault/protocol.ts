/** An error as Vault sends it: a status and `{"errors": […]}`. */
export class VaultError extends Error {
  /** The sentences of the body; empty for what is absent. */
  readonly errors: string[];

  constructor(
    readonly status: number,
    ...errors: string[]
  ) {
    super(errors.join(', ') || `status ${status}`);
    this.errors = errors;
  }
}

/** What Vault answers when a handler fails instead of refusing: the sentence comes as a list of one. */
export function failure(status: number, sentence: string): VaultError {
  return new VaultError(status, `1 error occurred:\n\t* ${sentence}\n\n`);
}

/** 400 with the sentence as it is. */
export const refusal = (sentence: string): VaultError => new VaultError(400, sentence);

/** 404 without a word, Vault's answer to reading what is absent. */
export const absent = (): VaultError => new VaultError(404);

/** 403, the same for every reason. */
export const permissionDenied = (): VaultError => failure(403, 'permission denied');

/** What a request wants to do; `write` is `create` or `update`, depending on what exists. */
export type Operation = 'read' | 'list' | 'write' | 'delete';

/** The `auth` block of a login or of a new or renewed token. */
export interface AuthBlock {
  client_token: string;
  accessor: string;
  policies: string[];
  token_policies: string[];
  metadata: Record<string, string> | null;
  lease_duration: number;
  renewable: boolean;
  entity_id: string;
  token_type: string;
  orphan: boolean;
  mfa_requirement: null;
  num_uses: number;
}

/** What a handler answers; null becomes 204, or 404 for reads and lists. */
export interface Answer {
  data?: Record<string, unknown> | null;
  auth?: AuthBlock;
  lease?: { id: string; seconds: number; renewable: boolean };
  warnings?: string[];
  /** Other than 200. */
  status?: number;
  /** A body that has no envelope around it, as those of sys/health and sys/seal-status. */
  bare?: Record<string, unknown>;
  /** A status without a body. */
  empty?: number;
  /** Where the real answer waits. */
  wrapInfo?: WrapInfo;
}

/** The `wrap_info` block of an answer that travels wrapped. */
export interface WrapInfo {
  token: string;
  accessor: string;
  ttl: number;
  creation_time: string;
  creation_path: string;
  wrapped_accessor?: string;
}
