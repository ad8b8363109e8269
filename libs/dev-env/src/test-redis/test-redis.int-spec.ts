import { needing } from '../needing.js';
import { hasRedisServer, startTestRedis, type TestRedis } from './test-redis.js';

needing({ what: 'redis-server on PATH (Debian: apt-get install redis-server)', isThere: hasRedisServer() }, 'startTestRedis', () => {
  let redis: TestRedis;
  beforeEach(async () => (redis = await startTestRedis()));
  afterEach(() => redis.close());

  it('gives a server that wants a password', async () => {
    expect(new URL(redis.url).password).toHaveLength(32);
    expect(await redis.command('SET', 'a', 'b')).toBe('+OK');
    expect(await redis.command('GET', 'a')).toBe('$1\r\nb');
  });

  it('shows what would be on disk', async () => {
    await redis.command('SET', 'a', 'a canary');
    expect((await redis.dump()).includes('a canary')).toBe(true);
    await redis.flush();
    expect((await redis.dump()).includes('a canary')).toBe(false);
  });

  it('crashes and comes back empty at the same address', async () => {
    await redis.command('SET', 'a', 'b');
    const { url } = redis;
    await redis.kill();
    await expect(redis.command('PING')).rejects.toThrow('ECONNREFUSED');
    await redis.start();
    expect(await redis.command('GET', 'a')).toBe('$-1');
    expect(redis.url).toBe(url);
  });

  it('hangs and goes on', async () => {
    redis.hang();
    const answer = redis.command('PING');
    expect(await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 200, 'silence'))])).toBe('silence');
    redis.resume();
    expect(await answer).toBe('+PONG');
  });
});
