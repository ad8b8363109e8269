import type { KeyObject } from 'node:crypto';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { deriveMacKey } from '@mateship/service-kit';
import { Pool } from 'undici';
import type { AppEndpoint } from './runtime/app-runtime.js';

const CONNECTIONS = 64;

/** An app's connection pool with the key that proves to it who calls. */
export interface AppConnection {
  pool: Pool;
  /** The app's name as the MAC's audience. */
  audience: string;
  macKey: KeyObject;
}

/** One keep-alive pool per start of an app; the pool of an earlier start is closed when a newer one is asked for. */
@Injectable()
export class AppConnections implements OnModuleDestroy {
  private readonly current = new Map<string, { endpoint: AppEndpoint; connection: AppConnection }>();

  to(appId: string, endpoint: AppEndpoint): AppConnection {
    const known = this.current.get(appId);
    if (known?.endpoint === endpoint) return known.connection;
    if (known) void known.connection.pool.close();
    const connection = { pool: openPool(endpoint.target), audience: `app:${appId}`, macKey: deriveMacKey(endpoint.secret, `gateway->app:${appId}`) };
    this.current.set(appId, { endpoint, connection });
    return connection;
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([...this.current.values()].map(({ connection }) => connection.pool.destroy()));
  }
}

function openPool(target: string): Pool {
  const limits = { connections: CONNECTIONS, pipelining: 1, keepAliveTimeout: 30_000, headersTimeout: 0, bodyTimeout: 0 };
  return target.startsWith('unix:') ? new Pool('http://app', { ...limits, socketPath: target.slice(5) }) : new Pool(`http://${target}`, limits);
}
