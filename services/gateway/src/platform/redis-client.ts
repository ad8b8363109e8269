import { setTimeout as sleep } from 'node:timers/promises';

const CONNECT_MS = 1_000;

/** Counts hits in a window that the first of them opens. Replies all its hits and the milliseconds that are left. */
const COUNT = `
local hits = redis.call('INCRBY', KEYS[1], ARGV[1])
if hits == tonumber(ARGV[1]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return {hits, redis.call('PTTL', KEYS[1])}`;

/** Appends at an index. A list whose earlier values were lost (a flush, an eviction) is given up: its numbers would be wrong. */
const APPEND = `
if redis.call('LLEN', KEYS[1]) ~= tonumber(ARGV[1]) then
  redis.call('DEL', KEYS[1])
  return 0
end
redis.call('RPUSH', KEYS[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`;

const RANGE = `
if redis.call('EXISTS', KEYS[1]) == 0 then return nil end
return redis.call('LRANGE', KEYS[1], ARGV[1], -1)`;

/** What is asked of Redis; each is one round trip. */
export interface RedisClient {
  count(key: string, hits: number, ttlMs: number): Promise<[hits: number, msLeft: number]>;
  /** False when the list had lost values before this one. */
  append(key: string, entry: { index: number; value: Buffer; ttlMs: number }): Promise<boolean>;
  range(key: string, from: number): Promise<Buffer[] | null>;
  delete(key: string): Promise<void>;
  ping(): Promise<void>;
  /** Cuts the connection; what waits is rejected. */
  destroy(): void;
}

/**
 * One connection to Redis, which is never mended: when it breaks, `onLost` is told and a new one has to be opened.
 * The driver is loaded here, so that a gateway without Redis does not pay for it.
 */
export async function openRedis(url: string, onLost: (error: unknown) => void): Promise<RedisClient> {
  const { createClient, defineScript, RESP_TYPES } = await import('redis');
  const count = defineScript({
    SCRIPT: COUNT,
    NUMBER_OF_KEYS: 1,
    parseCommand(parser, key: string, hits: number, ttlMs: number) {
      parser.pushKey(key);
      parser.push(String(hits), String(ttlMs));
    },
    transformReply: (reply: unknown) => reply as number[],
  });
  const append = defineScript({
    SCRIPT: APPEND,
    NUMBER_OF_KEYS: 1,
    parseCommand(parser, key: string, entry: { index: number; value: Buffer; ttlMs: number }) {
      parser.pushKey(key);
      parser.push(String(entry.index), entry.value, String(entry.ttlMs));
    },
    transformReply: (reply: unknown) => reply === 1,
  });
  const range = defineScript({
    SCRIPT: RANGE,
    NUMBER_OF_KEYS: 1,
    parseCommand(parser, key: string, from: number) {
      parser.pushKey(key);
      parser.push(String(from));
    },
    transformReply: (reply: unknown) => reply as Buffer[] | null,
  });
  const client = createClient({
    url,
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
    socket: { connectTimeout: CONNECT_MS, reconnectStrategy: false },
    // The driver's own limit only ends commands that were not sent yet.
    commandOptions: { timeout: 0, typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } },
    scripts: { count, append, range },
  });
  client.on('error', onLost);
  const late = new AbortController();
  try {
    await Promise.race([client.connect(), sleep(CONNECT_MS, undefined, { signal: late.signal }).then(tooLate)]);
  } catch (error) {
    client.destroy();
    throw error;
  } finally {
    late.abort();
  }
  return {
    count: async (key, hits, ttlMs) => (await client.count(key, hits, ttlMs)) as [number, number],
    append: (key, entry) => client.append(key, entry),
    range: (key, from) => client.range(key, from),
    delete: async (key) => void (await client.unlink(key)),
    ping: async () => void (await client.ping()),
    destroy: () => client.destroy(),
  };
}

function tooLate(): never {
  throw Object.assign(new Error('Redis took too long to greet'), { code: 'TIMEOUT' });
}
