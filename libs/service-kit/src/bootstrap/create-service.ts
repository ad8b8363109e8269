import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { installJsonBodies } from '../bodies/json-bodies.js';
import { installRequestContext } from '../context/context-hooks.js';
import { ErrorFilter } from '../errors/error.filter.js';
import { HealthRegistry } from '../health/health-registry.js';
import { installListenerCheck } from '../listeners/listener-hook.js';
import { Listeners } from '../listeners/listeners.js';
import { JsonLogger } from '../logging/json-logger.js';
import { Metrics } from '../metrics/metrics.js';
import { installRequestMetrics } from '../metrics/metrics-hook.js';
import type { RootModule, RunningService, ServiceOptions } from './running-service.js';
import { createAdapter } from './service.adapter.js';
import { ServiceKitModule } from './service-kit.module.js';

const MAX_HEADER_BYTES = 16 * 1024;
const DEFAULT_REQUEST_TIMEOUT_MS = 30_000;
const DEFAULT_GRACE_MS = 30_000;

/**
 * Puts a Nest application on Fastify together with everything services share: JSON logs, request context, our error
 * bodies, health, metrics, strict body parsing, one server per listener, and an end that loses no request.
 */
export async function createService(module: RootModule, options: ServiceOptions): Promise<RunningService> {
  const requestTimeout = options.requestTimeoutMs ?? DEFAULT_REQUEST_TIMEOUT_MS;
  const listeners = new Listeners(options.listeners, {
    maxHeaderSize: MAX_HEADER_BYTES,
    requireHostHeader: false,
    requestTimeout,
    headersTimeout: requestTimeout,
    connectionsCheckingInterval: Math.min(requestTimeout, 5_000),
  });
  const parts = {
    logger: new JsonLogger(options.name, options.logLevel),
    health: new HealthRegistry(options.name, options.version),
    metrics: new Metrics(options.name),
  };
  const adapter = createAdapter(listeners, options);
  const app = await NestFactory.create<NestFastifyApplication>(ServiceKitModule.around(module, parts), adapter, {
    logger: parts.logger,
    bodyParser: false,
    abortOnError: false,
  });
  app.useGlobalFilters(new ErrorFilter(parts.logger));
  const fastify = adapter.getInstance();
  installRequestContext(fastify);
  installListenerCheck(fastify, listeners);
  installRequestMetrics(fastify, parts.metrics);
  installJsonBodies(fastify);
  await options.configure?.(app);
  listeners.addFurther((request, response) => fastify.routing(request, response));
  return new NestService(app, listeners, options);
}

class NestService implements RunningService {
  addresses: Record<string, string> = {};
  private started: Promise<void> | undefined;
  private stopped: Promise<void> | undefined;

  constructor(
    readonly app: NestFastifyApplication,
    private readonly listeners: Listeners,
    private readonly options: Pick<ServiceOptions, 'drain'>,
  ) {}

  start(): Promise<void> {
    return (this.started ??= this.initAndListen());
  }

  stop(graceMs = DEFAULT_GRACE_MS): Promise<void> {
    return (this.stopped ??= this.drainAndClose(graceMs));
  }

  private async initAndListen(): Promise<void> {
    await this.app.init();
    await this.app.getHttpAdapter().getInstance().ready();
    this.addresses = await this.listeners.listen();
  }

  private async drainAndClose(graceMs: number): Promise<void> {
    await this.listeners.drain(graceMs, this.options.drain?.(this.app));
    await this.app.close();
  }
}
