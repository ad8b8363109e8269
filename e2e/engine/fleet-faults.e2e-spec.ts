import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, type FakeOpenAi } from '@mateship/dev-env';
import { realWorldPdf } from '@mateship/dev-env/documents';
import { fakeModels } from '../support/models.js';
import { firstAdmin, PASSWORD, type Person, signIn } from '../support/person.js';
import { collect, only, textOf } from '../support/streams.js';
import { docker, engineSuite } from './support/engine.js';
import { Fleet } from './support/fleet.js';
import { FleetApps } from './support/fleet-apps.js';
import { FullLog } from './support/full-log.js';
import { LimitedVolumes } from './support/fleet-space.js';

const PREFIX = '10.223';
const HOST = `${PREFIX}.255.81`;
/** The pauses between ten restarts add up to two and a half minutes. */
const CRASHES = 11;
const CRASHING_MS = 300_000;
const SPACE = new LimitedVolumes({ 'postgres-data': 320, 'gateway-data': 48, 'egress-log': 1 });
/** Streams for five minutes. */
const LONG = 'chunks:1000x300';
const REFUSED = ['DATABASE_UNAVAILABLE', 'SHUTTING_DOWN', 'KMS_UNAVAILABLE'];

engineSuite('the platform in containers', () => {
  let models: FakeOpenAi;
  let fleet: Fleet;
  let ana: Person;
  let apps: FleetApps;

  beforeAll(async () => {
    const { server, config } = await fakeModels(['echo', LONG, 'slow:300'].map((id) => ({ id })), { gateway: ['rateLimit: 100000', 'appIdle: 600'], reachedAt: HOST });
    models = server;
    fleet = await Fleet.start({ purpose: 'faults', prefix: PREFIX, config, override: (name) => SPACE.override(name) }, (made) => SPACE.hold(made));
    ana = await firstAdmin(fleet);
    apps = new FleetApps(fleet, ana);
  }, 600_000);
  afterAll(async () => {
    await fleet?.destroy();
    await models?.close();
  }, 120_000);

  const say = async (content: string) => (await ana.client.chats.send({ content })).message.content;
  const statusWith = async (credential: string, path = '/v1/models') => (await fetch(`${fleet.url}${path}`, { headers: { authorization: `Bearer ${credential}` } })).status;

  describe('with Redis in trouble', () => {
    let dead: { accessToken: string; cookie: string; key: string };

    /** A session that was ended and a key that was revoked, after both have worked. */
    beforeAll(async () => {
      const login = await fetch(`${fleet.url}/v1/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login: ana.username, password: PASSWORD }) });
      const { accessToken } = (await login.json()) as { accessToken: string };
      const { id, key } = await ana.client.apiKeys.create({ name: 'lost', scopes: ['models'] });
      dead = { accessToken, cookie: login.headers.get('set-cookie')?.split(';')[0] ?? '', key };
      expect([await statusWith(accessToken), await statusWith(key)]).toEqual([200, 200]);
      await fetch(`${fleet.url}/v1/auth/logout`, { method: 'POST', headers: { authorization: `Bearer ${accessToken}`, cookie: dead.cookie } });
      await ana.client.apiKeys.revoke(id);
    });

    const deadStatuses = async () => {
      const refresh = await fetch(`${fleet.url}/v1/auth/refresh`, { method: 'POST', headers: { cookie: dead.cookie } });
      return [await statusWith(dead.accessToken), await statusWith(dead.key), refresh.status];
    };
    const worksWithout = async () => {
      await signIn(fleet, ana.username, ana.email);
      expect(await say('still here')).toContain('still here');
    };

    it('goes on after it was emptied, and no dead token revives', async () => {
      await fleet.exec('redis', 'sh', '-c', `REDISCLI_AUTH=$(sed -n 's/^requirepass //p' /run/secrets/redis.conf | tr -d '"') redis-cli FLUSHALL | grep -q OK`);
      expect(await deadStatuses()).toEqual([401, 401, 401]);
      await worksWithout();
      expect(await fleet.health()).toBe('ok');
    });

    it('goes on without it and says so, and is well again when it is back', async () => {
      await docker('stop', '--time', '2', fleet.container('redis'));
      await eventually(async () => (await fleet.health()) === 'degraded', { what: 'degraded', patienceMs: 10_000 });
      await worksWithout();
      expect(await deadStatuses()).toEqual([401, 401, 401]);
      await docker('start', fleet.container('redis'));
      await fleet.ready();
      expect(await deadStatuses()).toEqual([401, 401, 401]);
    });

    it('keeps dead tokens dead when gateway and Redis start anew together', async () => {
      await docker('restart', '--time', '20', fleet.container('redis'), fleet.container('gateway'));
      await fleet.ready();
      expect(await deadStatuses()).toEqual([401, 401, 401]);
      await worksWithout();
    });
  });

  describe('with a full disk', () => {
    // A test that fails leaves no full volume to the next.
    afterEach(() => SPACE.freeAll(fleet));

    it('loses no acknowledged message when the database has no room, and is well again when it has', async () => {
      const acknowledged: { chatId: string; content: string }[] = [];
      const chat = async (content: string) => {
        const { chat: { id } } = await ana.client.chats.send({ content });
        acknowledged.push({ chatId: id, content });
      };
      for (let index = 0; index < 5; index += 1) await chat(`before ${index}`);
      await SPACE.fill(fleet, 'postgres-data');
      const codes = new Set<string>();
      const large = 'words '.repeat(5_000);
      for (let index = 0; index < 200 && codes.size === 0; index += 1) await chat(`full ${index} ${large}`).catch((error: { code?: string }) => codes.add(String(error.code)));
      expect(REFUSED).toEqual(expect.arrayContaining([...codes]));
      expect(codes.size).toBe(1);
      await SPACE.free(fleet, 'postgres-data');
      await fleet.ready();
      await eventually(() => chat('after').then(() => true, () => false), { what: 'chats are taken again', patienceMs: 60_000 });
      const stored = await Promise.all(acknowledged.map(async ({ chatId }) => (await ana.client.chats.get(chatId)).messages.map(({ content }) => content)));
      expect(acknowledged.filter(({ content }, index) => !stored[index]?.includes(content.trim()) && !stored[index]?.includes(content))).toEqual([]);
    }, 180_000);

    it('refuses files that have no room, keeps those that it took, and chats go on', async () => {
      const content = new Blob([new Uint8Array(await realWorldPdf())]);
      const kept = await ana.client.files.upload({ content, name: 'kept.pdf' });
      await SPACE.fill(fleet, 'gateway-data');
      await expect(ana.client.files.upload({ content, name: 'refused.pdf' })).rejects.toMatchObject({ code: 'BLOBS_UNAVAILABLE' });
      expect(await say('no files needed')).toContain('no files needed');
      await SPACE.free(fleet, 'gateway-data');
      expect(await fleet.health()).toBe('ok');
      expect(Buffer.from(await (await ana.fetch(`/v1/files/${kept.id}/content`)).arrayBuffer()).equals(Buffer.from(await content.arrayBuffer()))).toBe(true);
      await ana.client.files.upload({ content, name: 'taken.pdf' });
    });

    it('lets apps out while the log of refusals is full', async () => {
      await SPACE.fill(fleet, 'egress-log');
      // What is refused is what would be written there.
      await fleet.exec('app-ai', 'node', '-e', `fetch('http://refused.test/').then(() => process.exit(), () => process.exit())`).catch(() => undefined);
      expect(await say('out through the proxy')).toContain('out through the proxy');
      await docker('restart', '--time', '5', fleet.container('egress-proxy'));
      await eventually(() => say('and after a restart').then((text) => text.includes('restart'), () => false), { what: 'the way out is open again', patienceMs: 60_000 });
      await SPACE.free(fleet, 'egress-log');
    });
  });

  describe('with a full disk below the log of the gateway’s container', () => {
    let log: FullLog;

    beforeAll(async () => {
      log = await FullLog.below(fleet, 'gateway', 16);
      await fleet.ready();
    }, 120_000);
    afterAll(async () => {
      await log?.lift();
      await fleet.ready();
    }, 120_000);

    /** Far more output than fits into the pipe between the gateway and the Engine. */
    const talk = () => fleet.exec('gateway', 'node', '-e', `require('node:fs').writeFileSync('/proc/1/fd/1', ('${'x'.repeat(999)}' + String.fromCharCode(10)).repeat(500))`);

    it('loses no acknowledged message, answers all the time, and is written again when it has room', async () => {
      await log.fill();
      const before = await log.written();
      const acknowledged: { chatId: string; content: string }[] = [];
      for (let index = 0; index < 5; index += 1) {
        await talk();
        const content = `unlogged ${index}`;
        acknowledged.push({ chatId: (await ana.client.chats.send({ content })).chat.id, content });
        expect(await fleet.health()).toBe('ok');
      }
      expect((await log.written()) - before).toBeLessThan(4096);
      await log.free();
      await eventually(
        async () => {
          await talk();
          return (await log.written()) - before > 100_000;
        },
        { what: 'the output is written again', patienceMs: 60_000 },
      );
      expect(await fleet.health()).toBe('ok');
      const stored = await Promise.all(acknowledged.map(async ({ chatId }) => (await ana.client.chats.get(chatId)).messages.map(({ content }) => content)));
      expect(acknowledged.filter(({ content }, index) => !stored[index]?.includes(content))).toEqual([]);
    }, 180_000);
  });

  // Between the client and the gateway stands Caddy, which has to tell that somebody left.
  describe('a client that leaves before the end', () => {
    const last = () => models.requests.findLast(({ path }) => path === '/v1/chat/completions');
    const complete = (settings: object, signal: AbortSignal) =>
      ana.fetch('/v1/chat/completions', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ model: `fake/${LONG}`, messages: [{ role: 'user', content: 'long' }], ...settings }), signal });

    it('ends a completion that streams', async () => {
      const leaving = new AbortController();
      const answer = await complete({ stream: true }, leaving.signal);
      await answer.body?.getReader().read();
      expect(last()).toMatchObject({ body: { model: LONG }, left: false });
      leaving.abort();
      await eventually(() => last()?.left === true, { what: 'the model is left' });
    });

    it('ends a completion that would come whole', async () => {
      const before = models.requests.length;
      const leaving = new AbortController();
      const asked = complete({}, leaving.signal);
      await eventually(() => models.requests.length > before && last()?.body?.model === LONG, { what: 'the model is asked' });
      leaving.abort();
      await expect(asked).rejects.toThrow('aborted');
      await eventually(() => last()?.left === true, { what: 'the model is left' });
    });

    it('does not end the answer to a message, which goes on and is there later', async () => {
      const { id: mateId } = await ana.client.mates.create({ name: 'Slow', prompt: 'p', model: 'fake/slow:300' });
      const seen = [];
      for await (const event of ana.client.chats.stream({ content: 'a b c d e f g h', mateId })) {
        seen.push(event);
        if (event.event === 'delta') break;
      }
      expect(textOf(await collect(ana.client.chats.resume(only(seen, 'message').messageId))).trim()).toBe('a b c d e f g h');
      expect(last()).toMatchObject({ body: { model: 'slow:300' }, left: false });
    });
  });

  it('stops restarting an app that crashes again and again, tells its last words, and takes it back from an admin', async () => {
    const health = new Set<string>();
    await apps.restart('support');
    let crashes = 0;
    let last: number | null = null;
    for (const end = Date.now() + CRASHING_MS; crashes < CRASHES && Date.now() < end; await sleep(100)) {
      const pid = await fleet.pid('app-support');
      if (pid === null || pid === last || (await apps.get('support')).state !== 'awake') continue;
      await fleet.kill(pid);
      last = pid;
      crashes += 1;
      health.add(await fleet.health());
    }
    const waiting = await apps.untilState('support', 'needs_attention');
    expect(waiting).toMatchObject({ restarts: CRASHES - 1, memoryBytes: 0 });
    await eventually(async () => ((await apps.get('support')).attention?.lastLines.length ?? 0) > 0, { what: 'its last lines are there' });
    expect((await apps.get('support')).attention?.lastLines.join('\n')).toContain('the service is ready');
    expect([...health]).toEqual(['ok']);
    const search = () => ana.fetch('/v1/support/search', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: 'how do I back up' }) });
    expect(await (await search()).json()).toMatchObject({ error: { code: 'APP_NEEDS_ATTENTION' } });
    expect(await say('the others work')).toContain('the others work');
    expect(await apps.restart('support')).toMatchObject({ state: 'awake', restarts: 0, attention: null });
    expect((await search()).status).toBe(200);
  }, CRASHING_MS + 60_000);
});
