import type { Readable } from 'node:stream';
import {
  AppLogs,
  ContainerList,
  ContainerStats,
  DomainError,
  EgressRefusals,
  StartedApp,
  UPDATER_PATHS,
  type ContainerStatus,
  type EgressGrants,
  type EgressRefusal,
  type ErrorCode,
} from '@mateship/contracts';
import { deriveMacKey, InternalClient, rejectErrorAnswer } from '@mateship/service-kit';
import type { z } from 'zod';

/** Starting a container may mean making it first; stopping one may take its whole grace period. */
const TIMEOUT_MS = 30_000;

interface Call<T> {
  body?: unknown;
  schema?: z.ZodType<T>;
  signal?: AbortSignal | undefined;
}

/** Errors of the way to the engine, which say nothing about the app, and would mean something else to our own callers. */
const OF_THE_WAY: ReadonlySet<string> = new Set<ErrorCode>(['CALLER_UNTRUSTED', 'SHUTTING_DOWN', 'STREAM_LIMIT', 'INTERNAL_ERROR']);

/** The updater as the gateway knows it. Every call throws ENGINE_UNAVAILABLE when it, or what is behind it, cannot be reached. */
export class UpdaterClient {
  private readonly client: InternalClient;

  constructor({ target, secret }: { target: string; secret: string }) {
    const key = deriveMacKey(Buffer.from(secret), 'gateway->updater');
    this.client = new InternalClient({ target, key, audience: 'updater', timeoutMs: TIMEOUT_MS, unavailable: 'ENGINE_UNAVAILABLE' });
  }

  async list(signal?: AbortSignal): Promise<ContainerStatus[]> {
    return (await this.json('GET', UPDATER_PATHS.apps, { schema: ContainerList, signal })).items;
  }

  start(app: string, secrets: Record<string, string>): Promise<StartedApp> {
    return this.json('POST', of(app, UPDATER_PATHS.start), { body: { secrets }, schema: StartedApp });
  }

  async stop(app: string): Promise<void> {
    await this.json('POST', of(app, UPDATER_PATHS.stop));
  }

  async logs(app: string): Promise<string[]> {
    return (await this.json('GET', of(app, UPDATER_PATHS.logs), { schema: AppLogs })).lines;
  }

  stats(app: string): Promise<ContainerStats> {
    return this.json('GET', of(app, UPDATER_PATHS.stats), { schema: ContainerStats });
  }

  async grant(grants: EgressGrants, signal?: AbortSignal): Promise<void> {
    await this.json('PUT', UPDATER_PATHS.grants, { body: grants, signal });
  }

  async refusals(): Promise<EgressRefusal[]> {
    return (await this.json('GET', UPDATER_PATHS.refusals, { schema: EgressRefusals })).items;
  }

  /** Exits of containers as JSON lines, and an empty line now and then while nothing happens. */
  async exits(signal: AbortSignal): Promise<Readable> {
    const answer = await this.client.stream('GET', UPDATER_PATHS.exits, undefined, { signal });
    await rejectErrorAnswer(answer, 'ENGINE_UNAVAILABLE');
    return answer.body;
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private async json<T>(method: string, path: string, { body, schema, signal }: Call<T> = {}): Promise<T> {
    try {
      return await this.client.json(method, path, body, schema, { signal });
    } catch (error) {
      if (error instanceof DomainError && OF_THE_WAY.has(error.code)) throw new DomainError('ENGINE_UNAVAILABLE', { cause: error });
      throw error;
    }
  }
}

function of(app: string, path: string): string {
  return path.replace(':app', app);
}
