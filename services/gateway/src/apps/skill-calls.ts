import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { APP_PATHS, DomainError, INTERNAL_HEADERS, isErrorCode, type Invocation, type SkillManifest } from '@mateship/contracts';
import { currentTraceparent, sha256hex, signRequest } from '@mateship/service-kit';
import { AppCatalogue, type InstalledApp } from './app-catalogue.js';
import { AppConnections } from './app-connections.js';
import { Delegations } from './delegations.js';
import { SkillBreakers } from './skill-breakers.js';
import { AppRuntime } from './runtime/app-runtime.js';

/** One call of a skill on behalf of a user. */
export interface SkillCall {
  app: string;
  skill: string;
  /** The input as JSON bytes, already validated by whoever takes it from outside. */
  input: Buffer;
  userId: string;
  chatId?: string | null;
  /** Skills the app may call back during this call; those it may use by manifest and the caller granted. */
  skills?: ReadonlySet<string>;
  /** Files the app may read during this call. */
  files?: Iterable<string>;
  signal: AbortSignal;
}

/** The app's answer while it is still arriving. `done` must be called once the body was read or given up. */
export interface SkillAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Readable;
  done(): void;
}

const PSEUDONYM_KEY = randomBytes(32);

/** Calls skills: wakes the app, grants the delegation of this run, signs, and hands back the answer as it streams. */
@Injectable()
export class SkillCalls {
  constructor(
    private readonly catalogue: AppCatalogue,
    private readonly runtime: AppRuntime,
    private readonly connections: AppConnections,
    private readonly delegations: Delegations,
    private readonly breakers: SkillBreakers,
  ) {}

  async open(call: SkillCall): Promise<SkillAnswer> {
    const found = this.catalogue.skill(call.app, call.skill);
    if (!found) throw new DomainError('NOT_FOUND');
    const { app, skill } = found;
    const ended = new AbortController();
    const timeout = AbortSignal.timeout(skill.timeout * 1000);
    const signal = AbortSignal.any([call.signal, ended.signal, timeout]);
    const release: (() => void)[] = [() => ended.abort()];
    const done = () => {
      for (const step of release.splice(0).reverse()) step();
    };
    try {
      const lease = await this.runtime.acquire(call.app);
      release.push(() => lease.release());
      return await this.breakers.guard(lease.endpoint, async () => {
        const deadline = Date.now() + skill.timeout * 1000;
        const job = this.delegations.grant(this.delegationOf(app, call, deadline, signal));
        release.push(() => job.end());
        const connection = this.connections.to(call.app, lease.endpoint);
        const path = APP_PATHS.skill(skill.id);
        const invocation = encodeInvocation(call, job.token, deadline);
        const mac = signRequest(connection.macKey, { method: 'POST', path, audience: `app:${call.app}`, bodyHash: sha256hex(call.input), invocation });
        const headers: Record<string, string> = {
          'content-type': 'application/json',
          [INTERNAL_HEADERS.mac]: mac,
          [INTERNAL_HEADERS.invocation]: invocation,
        };
        const trace = currentTraceparent();
        if (trace) headers.traceparent = trace;
        const response = await connection.pool.request({ path, method: 'POST', headers, body: call.input, signal });
        return { status: response.statusCode, headers: response.headers, body: response.body, done };
      });
    } catch (error) {
      done();
      throw timeout.aborted ? new DomainError('SKILL_TIMEOUT') : unavailable(error);
    }
  }

  /** Calls a skill and parses its whole answer. An app's own error code reaches the caller when it is one of ours. */
  async json(call: SkillCall): Promise<unknown> {
    const answer = await this.open(call);
    try {
      const text = await readText(answer.body, MAX_ANSWER_BYTES);
      const parsed = parseJson(text);
      if (answer.status === 200) return parsed;
      throw errorOf(parsed);
    } finally {
      answer.done();
    }
  }

  private delegationOf(app: InstalledApp, call: SkillCall, deadline: number, signal: AbortSignal) {
    return {
      runId: randomUUID(),
      appId: call.app,
      userId: call.userId,
      chatId: call.chatId ?? null,
      skills: call.skills ?? new Set<string>(),
      files: new Set(app.manifest.permissions.files === 'none' ? [] : call.files),
      mayWriteFiles: app.manifest.permissions.files === 'write',
      expiresAt: deadline,
      signal,
    };
  }
}

const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** What an app's error answer means to our caller. */
export function errorOf(body: unknown): DomainError {
  const error = (body as { error?: { code?: unknown; message?: unknown; details?: Record<string, unknown> } } | null)?.error;
  if (!error || !isErrorCode(error.code)) return new DomainError('SKILL_BAD_RESPONSE');
  if (error.code === 'INTERNAL_ERROR' || error.code === 'CALLER_UNTRUSTED') return new DomainError('SKILL_FAILED');
  return new DomainError(error.code, { message: String(error.message), details: error.details ?? {} });
}

/** The price of a call; a skill without one cannot be used. */
export function priceOf(skill: SkillManifest): bigint {
  return BigInt(skill.price);
}

async function readText(body: Readable, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += (chunk as Buffer).length;
    if (bytes > limit) throw new DomainError('SKILL_BAD_RESPONSE');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError('SKILL_BAD_RESPONSE');
  }
}

function encodeInvocation(call: SkillCall, job: string, deadline: number): string {
  const user = createHmac('sha256', PSEUDONYM_KEY).update(`${call.app}:${call.userId}`).digest('base64url');
  const invocation: Invocation = { runId: createHash('sha256').update(job).digest('base64url').slice(0, 22), user, chatId: call.chatId ?? null, job, deadline };
  return Buffer.from(JSON.stringify(invocation)).toString('base64url');
}

function unavailable(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  const name = error instanceof Error ? error.name : '';
  if (name === 'AbortError') return error;
  return new DomainError('APP_UNAVAILABLE', { cause: error, retryAfter: 1 });
}
