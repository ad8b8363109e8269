import type { Readable } from 'node:stream';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { AppLogs, type AppRef, BROKER_PATHS, type BrokerVerb, ContainerList, ContainerStats, type ContainerStatus, type StartAppRequest, StartedApp } from '@mateship/contracts';
import { deriveMacKey, HealthRegistry, InternalClient, rejectErrorAnswer } from '@mateship/service-kit';
import { CONFIG, type UpdaterConfig } from '../config/config.js';

/** Less than the gateway waits for us, so that it hears what was the matter. */
const TIMEOUT_MS = 25_000;

/** The engine broker behind its socket. Its own errors pass through; ENGINE_UNAVAILABLE when it cannot be reached. */
@Injectable()
export class BrokerClient implements OnModuleInit, OnApplicationShutdown {
  private readonly client: InternalClient;

  constructor(
    @Inject(CONFIG) { broker }: UpdaterConfig,
    private readonly health: HealthRegistry,
  ) {
    const key = deriveMacKey(Buffer.from(broker.secret), 'updater->engine-broker');
    this.client = new InternalClient({ target: broker.target, key, audience: 'engine-broker', timeoutMs: TIMEOUT_MS, unavailable: 'ENGINE_UNAVAILABLE' });
  }

  onModuleInit(): void {
    this.health.register('engine-broker', { needed: true, check: async () => void (await this.client.json('GET', '/health/live')) });
  }

  async list(): Promise<ContainerStatus[]> {
    return (await this.client.json('GET', BROKER_PATHS.list, undefined, ContainerList)).items;
  }

  start(ref: AppRef, request: StartAppRequest): Promise<StartedApp> {
    return this.client.json('POST', pathOf(ref, 'start'), request, StartedApp);
  }

  async stop(ref: AppRef): Promise<void> {
    await this.client.json('POST', pathOf(ref, 'stop'));
  }

  logs(ref: AppRef): Promise<AppLogs> {
    return this.client.json('GET', pathOf(ref, 'logs'), undefined, AppLogs);
  }

  stats(ref: AppRef): Promise<ContainerStats> {
    return this.client.json('GET', pathOf(ref, 'stats'), undefined, ContainerStats);
  }

  /** Ends of containers as JSON lines, from now on. */
  async events(signal: AbortSignal): Promise<Readable> {
    const answer = await this.client.stream('GET', BROKER_PATHS.events, undefined, { signal });
    await rejectErrorAnswer(answer, 'ENGINE_UNAVAILABLE');
    return answer.body;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }
}

function pathOf({ app, release }: AppRef, verb: BrokerVerb): string {
  return `${BROKER_PATHS.list}/${app}/${release}/${verb}`;
}
