import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DomainError, type SkillManifest } from '@mateship/contracts';
import type { Dispatcher } from 'undici';
import { AppCatalogue, type InstalledApp } from './app-catalogue.js';
import { errorOf } from './app-errors.js';
import { AppConnections, type AppConnection } from './app-connections.js';
import { CallLimit, type Caller } from './call-limit.js';
import { Delegations, type Delegation, type Job } from './delegations.js';
import { pseudonymOf } from './pseudonym.js';
import { relay, type Accept } from './relay.js';
import { SkillBreakers } from './skill-breakers.js';
import { skillRequest } from './skill-request.js';
import { AppRuntime, type AppLease } from './runtime/app-runtime.js';
import { unlessGone } from './unless-gone.js';

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
  signal: Caller;
}

/** The app's answer while it is still arriving. `done` must be called once the body was read or given up. */
export interface SkillAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Readable;
  done(): void;
}

/** A call that is ready to be sent. */
interface Run {
  connection: AppConnection;
  request: Dispatcher.DispatchOptions;
  limit: CallLimit;
  done(): void;
}

const NO_JOB: Job = { token: '', end() {} };

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

  /** Calls a skill and hands back its answer, whatever its status, while it is still arriving. */
  open(call: SkillCall): Promise<SkillAnswer> {
    return this.begin(call, async ({ connection, request, limit, done }) => {
      const { statusCode: status, headers, body } = await connection.pool.request({ ...request, signal: limit.signal });
      return { status, headers, body, done };
    });
  }

  /** Calls a skill and passes its answer on as it comes. Throws as long as `accept` was not called; afterwards the answer is just cut. */
  async pass(call: SkillCall, accept: Accept): Promise<void> {
    const { over } = await this.begin(call, async ({ connection, request, limit, done }) => {
      const answer = await relay(connection.pool, request, { accept, limit });
      return { over: answer.over.then(done) };
    });
    await over;
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

  /** Everything before the app's answer. `done` runs here when there is none. */
  private async begin<T>(call: SkillCall, send: (run: Run) => Promise<T>): Promise<T> {
    const found = this.catalogue.skill(call.app, call.skill);
    if (!found) throw new DomainError('NOT_FOUND');
    const { app, skill } = found;
    const limit = new CallLimit(skill.timeout * 1000, call.signal);
    let lease: AppLease | undefined;
    let job = NO_JOB;
    const done = () => {
      job.end();
      lease?.release();
      limit.end();
    };
    try {
      lease = await unlessGone(call.signal, this.runtime.acquire(call.app, skill.timeout * 1000), (late) => late.release());
      const { endpoint } = lease;
      return await this.breakers.guard(endpoint, () => {
        const run = { runId: randomUUID(), deadline: Date.now() + skill.timeout * 1000 };
        if (mayCallBack(app, call)) job = this.delegations.grant(delegationOf(app, call, { ...run, limit }));
        const connection = this.connections.to(call.app, endpoint);
        const invocation = { ...run, user: pseudonymOf(call.app, call.userId), chatId: call.chatId ?? null, job: job.token };
        return send({ connection, request: skillRequest(connection, skill.id, call.input, invocation), limit, done });
      });
    } catch (error) {
      done();
      throw unavailable(error);
    }
  }
}

const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

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

/** An app that may not call back for anything gets no token to do it with. */
function mayCallBack({ manifest: { permissions } }: InstalledApp, { skills }: SkillCall): boolean {
  return permissions.files !== 'none' || permissions.skills.length > 0 || (skills?.size ?? 0) > 0;
}

function delegationOf({ manifest }: InstalledApp, call: SkillCall, run: { runId: string; deadline: number; limit: CallLimit }): Delegation {
  return {
    runId: run.runId,
    appId: call.app,
    userId: call.userId,
    chatId: call.chatId ?? null,
    skills: call.skills ?? new Set<string>(),
    files: new Set(manifest.permissions.files === 'none' ? [] : call.files),
    mayWriteFiles: manifest.permissions.files === 'write',
    expiresAt: run.deadline,
    signal: run.limit.signal,
  };
}

function unavailable(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  const name = error instanceof Error ? error.name : '';
  if (name === 'AbortError') return error;
  return new DomainError('APP_UNAVAILABLE', { cause: error, retryAfter: 1 });
}
