import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';

/** What an app may do while it works on one call: for whom, in which chat, with which files and skills. */
export interface Delegation {
  runId: string;
  appId: string;
  userId: string;
  chatId: string | null;
  /** `app/skill` names this run may call back for. */
  skills: ReadonlySet<string>;
  /** Files this run may read; those it saves itself are added. */
  files: Set<string>;
  mayWriteFiles: boolean;
  expiresAt: number;
  /** Ends with the run. */
  signal: AbortSignal;
}

/** A granted delegation: the token that proves it, and what takes it back. */
export interface Job {
  token: string;
  end(): void;
}

const ID_BYTES = 9;
const SECRET_BYTES = 32;

/** The tokens with which apps call back. A token is dead the moment its run ends, and never stored anywhere. */
@Injectable()
export class Delegations {
  private readonly byId = new Map<string, { hash: Buffer; delegation: Delegation }>();

  /** Grants a delegation; `end` must be called when the run is over. */
  grant(delegation: Delegation): Job {
    const random = randomBytes(ID_BYTES + SECRET_BYTES);
    const id = random.toString('base64url', 0, ID_BYTES);
    const secret = random.subarray(ID_BYTES);
    this.byId.set(id, { hash: digest(secret), delegation });
    return { token: `${id}.${secret.toString('base64url')}`, end: () => void this.byId.delete(id) };
  }

  /** The delegation behind a token; null when unknown, ended or expired. The caller must still prove to be its app. */
  resolve(token: string | undefined): Delegation | null {
    const [id, secret] = (token ?? '').split('.');
    const entry = id ? this.byId.get(id) : undefined;
    if (!entry || !secret) return null;
    if (!timingSafeEqual(digest(Buffer.from(secret, 'base64url')), entry.hash)) return null;
    const { delegation } = entry;
    const live = delegation.expiresAt > Date.now() && !delegation.signal.aborted;
    return live ? delegation : null;
  }
}

function digest(secret: Buffer): Buffer {
  return hash('sha256', secret, 'buffer');
}
