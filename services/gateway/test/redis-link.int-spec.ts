import { deriveMacKey } from '@mateship/service-kit';
import { eventually, hasRedisServer, needing, startTestRedis, type TestRedis } from '@mateship/dev-env';
import { RedisLink } from '../src/platform/redis-link.js';

const NAMES = deriveMacKey(Buffer.from('a secret of the tests that is long'), 'gateway->redis');

needing({ what: 'redis-server on PATH (Debian: apt-get install redis-server)', isThere: hasRedisServer() }, 'RedisLink', () => {
  let redis: TestRedis;
  const links: RedisLink[] = [];
  const link = async (url = redis.url) => {
    const made = new RedisLink(url, NAMES);
    links.push(made);
    await made.start();
    return made;
  };
  const ask = (asked: RedisLink) => asked.use(async (client) => (await client.ping(), 'answered'));
  const untilAnswered = (asked: RedisLink) => eventually(async () => (await ask(asked)) === 'answered');

  beforeEach(async () => (redis = await startTestRedis()));
  afterEach(async () => {
    for (const used of links.splice(0)) used.onApplicationShutdown();
    await redis.close();
  });

  it('asks Redis', async () => {
    const asked = await link();
    expect(await ask(asked)).toBe('answered');
    await expect(asked.check()).resolves.toBeUndefined();
  });

  it.each([
    ['is down', async () => (await redis.kill(), redis.url), 'ECONNREFUSED'],
    ['refuses the password', async () => redis.url.replace(/:[0-9a-f]{32}@/, ':wrong@'), 'WRONGPASS'],
    ['accepts connections but never answers', async () => (redis.hang(), redis.url), 'TIMEOUT'],
    ['is full', async () => (await redis.command('CONFIG', 'SET', 'maxmemory', '1'), redis.url), 'OOM'],
  ])('starts without Redis when it %s, and says so', async (_what, happen, code) => {
    const asked = await link(await happen());
    expect(await ask(asked)).toBeUndefined();
    await expect(asked.check()).rejects.toMatchObject({ code });
  });

  it('finds a Redis that comes later', async () => {
    await redis.kill();
    const asked = await link();
    expect(await ask(asked)).toBeUndefined();
    await redis.start();
    await eventually(() => asked.check().then(() => true, () => false), { what: 'Redis is found' });
  });

  it('survives the death of Redis with calls on their way, and finds it again', async () => {
    const asked = await link();
    const calls = Array.from({ length: 200 }, () => ask(asked));
    await redis.kill();
    expect((await Promise.all(calls)).every((answer) => answer === undefined || answer === 'answered')).toBe(true);
    expect(await ask(asked)).toBeUndefined();
    await redis.start();
    await untilAnswered(asked);
  });

  it('waits for a Redis that hangs once, and asks it nothing more until it goes on', async () => {
    const asked = await link();
    let questions = 0;
    const count = () => asked.use(async (client) => ((questions += 1), client.ping()));
    redis.hang();
    expect(await Promise.all([count(), count()])).toEqual([undefined, undefined]);
    for (let calls = 0; calls < 1000; calls += 1) expect(await count()).toBeUndefined();
    expect(questions).toBe(2);
    await expect(asked.check()).rejects.toMatchObject({ code: 'TIMEOUT' });
    redis.resume();
    await untilAnswered(asked);
  });

  it('does not blame Redis for a pause of its own', async () => {
    const asked = await link();
    const answer = ask(asked);
    const until = performance.now() + 300;
    while (performance.now() < until);
    expect(await answer).toBe('answered');
  });

  it('gives names that tell nothing and that gateways of one installation share', async () => {
    const [one, two] = [await link(), await link()];
    const stranger = new RedisLink(redis.url, deriveMacKey(Buffer.from('another installation'), 'gateway->redis'));
    expect(one.nameOf('rate', 'alice')).toMatch(/^rate:[\w-]{43}$/);
    expect(two.nameOf('rate', 'alice')).toBe(one.nameOf('rate', 'alice'));
    expect(stranger.nameOf('rate', 'alice')).not.toBe(one.nameOf('rate', 'alice'));
  });
});
