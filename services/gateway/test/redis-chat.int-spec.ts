import type { SendMessageResponse } from '@mateship/contracts';
import { brokenCreditInvariants, hasRedisServer, needing, startTestRedis, type TestRedis } from '@mateship/dev-env';
import type { z } from 'zod';
import { TestGateway, type Caller } from './support/gateway.js';

type Sent = z.infer<typeof SendMessageResponse>;

needing({ what: 'redis-server on PATH (Debian: apt-get install redis-server)', isThere: hasRedisServer() }, 'chats with Redis', () => {
  let redis: TestRedis;
  let gateway: TestGateway;
  let me: Caller;
  beforeEach(async () => {
    redis = await startTestRedis();
    gateway = await TestGateway.start({ redisUrl: redis.url });
    me = await gateway.caller();
  }, 60_000);
  afterEach(async () => {
    await gateway.stop();
    await redis.close();
  });
  const send = async (content: string) => (await gateway.json<Sent>('POST', '/v1/chat/message', me, { content })).body.message;
  const stream = (content: string) => gateway.fetch('POST', '/v1/chat/message', me, { content }, { accept: 'text/event-stream' });

  it.each([
    ['dies and comes back', () => redis.kill(), () => redis.start()],
    ['hangs and goes on', async () => redis.hang(), async () => redis.resume()],
    ['is flushed', () => redis.flush(), async () => undefined],
  ])('lose nothing when Redis %s', async (_what, happen, mend) => {
    const answers = [send('one two'), send('three four')];
    await happen();
    answers.push(...Array.from({ length: 10 }, (_, n) => send(`number ${n}`)));
    await Promise.all(answers.slice(0, 6));
    await mend();
    answers.push(send('at last'));
    for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ state: 'complete' });
    expect(await brokenCreditInvariants((statement) => gateway.dataSource.query(statement))).toEqual([]);
  });

  it('can be resumed from the beginning although Redis was flushed in between', async () => {
    const first = await (await stream('one two')).text();
    const messageId = /"messageId":"([0-9a-f-]{36})"/.exec(first)![1]!;
    await redis.flush();
    expect(await (await gateway.fetch('GET', `/v1/chat/stream/${messageId}`, me)).text()).toBe(first);
  });

  it('leave nothing readable in Redis', async () => {
    const text = await (await stream('a canary sings')).text();
    const messageId = /"messageId":"([0-9a-f-]{36})"/.exec(text)![1]!;
    const dump = (await redis.dump()).toString('latin1');
    expect(dump).toMatch(/list:[\w-]{43}/);
    for (const secret of ['canary', 'sings', 'delta', messageId, me.id, me.token]) expect(dump).not.toContain(secret);
  });
});
