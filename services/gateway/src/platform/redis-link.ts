import { createHmac, type KeyObject } from 'node:crypto';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { openRedis, type RedisClient } from './redis-client.js';

const ANSWER_MS = 100;
const BUSY_MS = 20;
const RETRY_MS = 1_000;

/**
 * The way to Redis, which is wanted but never needed. A call that fails or takes longer than `answerMs` takes the whole
 * connection down; until a new one has proven itself in the background, calls return at once and cost nothing.
 */
@Injectable()
export class RedisLink implements OnApplicationShutdown {
  private readonly logger = new Logger(RedisLink.name);
  private client: RedisClient | null = null;
  private fault: unknown = new Error('not connected yet');
  private retry: NodeJS.Timeout | undefined;
  private isOver = false;

  /** Keys in Redis are hashed under `names`, so that nobody can read from them who was here. */
  constructor(
    private readonly url: string,
    private readonly names: KeyObject,
    private readonly answerMs = ANSWER_MS,
  ) {}

  /** Connects, or begins to try in the background; either way the gateway can go on. */
  async start(): Promise<void> {
    await this.connect();
    if (!this.client) this.warn('Redis does not answer; limits and buffers stay in this process until it does');
  }

  /** What Redis answers; undefined when it cannot be asked. Never throws. */
  async use<T>(ask: (client: RedisClient) => Promise<T>): Promise<T | undefined> {
    const { client } = this;
    if (!client) return undefined;
    try {
      return await withinLimit(ask(client), this.answerMs);
    } catch (error) {
      this.lose(client, error);
      return undefined;
    }
  }

  /** The name in Redis of something; only this installation can tell it. */
  nameOf(kind: 'rate' | 'list', name: string): string {
    return `${kind}:${createHmac('sha256', this.names).update(name).digest('base64url')}`;
  }

  /** For health reports: throws while Redis is away. */
  async check(): Promise<void> {
    if ((await this.use(async (client) => (await client.ping(), true))) === undefined) throw faultWithCode(this.fault);
  }

  onApplicationShutdown(): void {
    this.isOver = true;
    clearTimeout(this.retry);
    this.client?.destroy();
    this.client = null;
  }

  private async connect(): Promise<void> {
    let client: RedisClient | undefined;
    try {
      client = await openRedis(this.url, (error) => this.lose(client, error));
      // Not only there, but able to write: a full or read-only server would greet us too.
      await withinLimit(client.count(this.nameOf('rate', 'probe'), 1, RETRY_MS), this.answerMs);
      if (this.isOver) client.destroy();
      else this.client = client;
    } catch (error) {
      client?.destroy();
      this.fault = error;
      this.retryLater();
    }
  }

  private lose(client: RedisClient | undefined, error: unknown): void {
    if (client === undefined || this.client !== client) return;
    this.client = null;
    this.fault = error;
    client.destroy();
    this.warn('Redis was lost; limits and buffers stay in this process until it answers again');
    this.retryLater();
  }

  private retryLater(): void {
    if (this.isOver) return;
    this.retry = setTimeout(() => void this.reconnect(), RETRY_MS).unref();
  }

  private async reconnect(): Promise<void> {
    await this.connect();
    if (this.client) this.logger.log('Redis answers again');
  }

  /** The words of a driver may hold the address; its code does not. */
  private warn(message: string): void {
    this.logger.warn(`${message} (${faultWithCode(this.fault).code})`);
  }
}

/** The limit begins anew, once, when this process was too busy to have read an answer in time. */
async function withinLimit<T>(answer: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const begin = (isAgain: boolean) => {
      const end = performance.now() + limitMs;
      timer = setTimeout(() => {
        if (!isAgain && performance.now() - end > BUSY_MS) begin(true);
        else reject(Object.assign(new Error('Redis took too long'), { code: 'TIMEOUT' }));
      }, limitMs);
    };
    begin(false);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Errors that Redis itself answers begin with their code, such as `WRONGPASS` or `OOM`. */
function faultWithCode(fault: unknown): { code: string } {
  const { code, message } = fault as { code?: unknown; message?: string };
  const own = typeof code === 'string' ? code : /^[A-Z]{2,20}(?= )/.exec(message ?? '')?.[0];
  return Object.assign(new Error('Redis is away'), { code: own ?? 'CLOSED' });
}
