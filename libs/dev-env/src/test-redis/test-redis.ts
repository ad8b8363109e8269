import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../free-port.js';

/** A real Redis of a test's own, and what can happen to one. */
export interface TestRedis {
  /** With a password, as in production. Stays the same over {@link TestRedis.kill} and {@link TestRedis.start}. */
  url: string;
  /** Forgets everything. */
  flush(): Promise<void>;
  /** Sends one command and gives its reply as it came over the wire (RESP2). */
  command(...words: string[]): Promise<string>;
  /** Everything that it would write to disk, uncompressed. */
  dump(): Promise<Buffer>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again after {@link TestRedis.kill}, empty. */
  start(): Promise<void>;
  /** Lets it hang: connections stay, answers do not come. */
  hang(): void;
  resume(): void;
  close(): Promise<void>;
}

/** Whether this machine has a `redis-server`; tests that need one say so loudly and are skipped without it. */
export function hasRedisServer(): boolean {
  return spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Starts a `redis-server` on a free port of the loopback interface. It ends with this process. */
export async function startTestRedis(): Promise<TestRedis> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'mateship-redis-'));
  const redis = new RedisProcess(folder, await freePort(), randomBytes(16).toString('hex'));
  await redis.start();
  return redis;
}

class RedisProcess implements TestRedis {
  private process: ChildProcess | undefined;
  private readonly endWithUs = () => void this.process?.kill('SIGKILL');

  constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly password: string,
  ) {
    process.once('exit', this.endWithUs);
  }

  get url(): string {
    return `redis://default:${this.password}@127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const settings = [`port ${this.port}`, 'bind 127.0.0.1', `requirepass ${this.password}`, `dir ${this.folder}`, 'save ""', 'rdbcompression no', 'daemonize no'];
    this.process = spawn('redis-server', ['-'], { stdio: ['pipe', 'ignore', 'ignore'] });
    this.process.stdin!.end(`${settings.join('\n')}\n`);
    for (let tries = 0; tries < 200; tries += 1) {
      if ((await this.command('PING').catch(() => '')) === '+PONG') return;
      await sleep(25);
    }
    throw new Error('redis-server does not answer.');
  }

  async command(...words: string[]): Promise<string> {
    const socket = net.connect(this.port, '127.0.0.1');
    socket.setTimeout(5_000, () => socket.destroy(new Error('Redis does not answer.')));
    socket.write(encode('AUTH', this.password) + encode(...words) + encode('QUIT'));
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    // The replies of AUTH and QUIT surround ours.
    return text.replace(/^\+OK\r\n/, '').replace(/\+OK\r\n$/, '').trimEnd();
  }

  async flush(): Promise<void> {
    await this.command('FLUSHALL');
  }

  async dump(): Promise<Buffer> {
    await this.command('SAVE');
    const file = path.join(this.folder, 'dump.rdb');
    const bytes = await fs.readFile(file);
    await fs.rm(file);
    return bytes;
  }

  async kill(): Promise<void> {
    if (!this.process || this.process.exitCode !== null || this.process.signalCode !== null) return;
    this.process.kill('SIGKILL');
    await once(this.process, 'exit');
  }

  hang(): void {
    this.process?.kill('SIGSTOP');
  }

  resume(): void {
    this.process?.kill('SIGCONT');
  }

  async close(): Promise<void> {
    await this.kill();
    process.off('exit', this.endWithUs);
    await fs.rm(this.folder, { recursive: true, force: true });
  }
}

function encode(...words: string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}
