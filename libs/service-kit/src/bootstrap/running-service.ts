import type { DynamicModule, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ListenerName } from '../listeners/route-config.js';
import type { LogLevelName } from '../logging/json-logger.js';

/** The root of a service. */
export type RootModule = Type | DynamicModule;

/** How a service presents itself and where it listens. */
export interface ServiceOptions {
  /** Name in logs, metrics and health reports. */
  name: string;
  version: string;
  /** Addresses by listener: `unix:/path`, `unix:/path?mode=0666` or `host:port`, where port 0 takes a free one. */
  listeners: Partial<Record<ListenerName, string>>;
  /** Largest JSON body in bytes; 1 MiB when left out. */
  bodyLimit?: number;
  /** How long a whole request may take to arrive; 30,000 ms when left out. */
  requestTimeoutMs?: number;
  logLevel?: LogLevelName;
  /** Registers Fastify plugins, pipes and the like, before the application is initialised. */
  configure?(app: NestFastifyApplication): void | Promise<void>;
  /** Resolves when work that outlives its request has ended. Asked while the service drains; apps can still call back. */
  drain?(app: NestFastifyApplication): Promise<void>;
}

/** A service that was put together; `start` makes it answer. */
export interface RunningService {
  readonly app: NestFastifyApplication;
  /** Where each listener can really be reached; empty before `start`. */
  readonly addresses: Record<string, string>;
  /** Initialises the application, then listens. A second call does nothing. */
  start(): Promise<void>;
  /**
   * Takes no more connections, lets running requests and work finish for up to `graceMs` (30,000 when left out), cuts the rest,
   * and only then runs the shutdown hooks, so that no request loses its database under its feet.
   */
  stop(graceMs?: number): Promise<void>;
}
