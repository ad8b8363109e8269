import { networkOf } from '@mateship/fleet';
import { DATAGRAMS } from './isolation/datagrams.js';
import { CORE, HOST, ON_ONE_WIRE, OUTSIDE_DIRECTLY, RESOLVERS } from './isolation/direct.js';
import { OTHERS, OWN, PROC } from './isolation/files.js';
import { KERNEL, NETWORK, PROCESSES } from './isolation/kernel.js';
import { PROXIED } from './isolation/proxied.js';
import { engineSuite } from './support/engine.js';
import type { Attempt, Outcome } from './support/isolation/attempt.js';
import { IsolationLab, type Refusal } from './support/isolation/lab.js';
import { NONCE } from './support/isolation/targets.js';

const ATTEMPTS: Attempt[] = [CORE, HOST, ON_ONE_WIRE, OUTSIDE_DIRECTLY, RESOLVERS, PROXIED, NETWORK, KERNEL, PROCESSES, OTHERS, OWN, PROC].flat();
const ANSWERING = Object.fromEntries(['postgres', 'redis', 'vault', 'updater', 'registry', 'web-app', 'neighbour', 'gateway'].map((name) => [name, name]));

/** Attacks by an app that the engine broker started, on live targets that this suite makes. Each succeeds without the locks. */
engineSuite('a hostile app', () => {
  const lab = new IsolationLab();
  const control = new Map<string, Outcome>();
  const app = new Map<string, Outcome>();
  let refusals: Refusal[];
  let asked: string[];
  let logged: string;
  let starts: string;

  beforeAll(async () => {
    await lab.start();
    starts = await lab.starts();
    for (const [name, outcome] of await lab.attempt('control', ATTEMPTS)) control.set(name, outcome);
    const before = (await lab.namesAsked()).length;
    for (const [name, outcome] of await lab.attempt('app', ATTEMPTS)) app.set(name, outcome);
    asked = (await lab.namesAsked()).slice(before);
    refusals = await lab.refusals();
    logged = await lab.output(lab.hostile);
  }, 240_000);
  afterAll(() => lab.stop(), 60_000);

  it.each(ATTEMPTS.map((attempt) => [attempt.name, attempt] as const))('cannot %s', (name, { succeeds, fails }) => {
    expect(control.get(name)).toEqual({ name, value: succeeds, error: null });
    expect(app.get(name)).toEqual({ name, value: null, error: expect.stringMatching(fails) as string });
  });

  it('tries each thing under a name of its own', () => {
    expect(new Set(ATTEMPTS.map(({ name }) => name)).size).toBe(ATTEMPTS.length);
  });

  it('is on record with everything that the egress proxy refused it', () => {
    const client = networkOf(lab.hostile, lab.installation).addresses.app;
    const text = ({ host, port }: Omit<Refusal, 'client'>): string => `${host}:${port}`;
    const expected = PROXIED.flatMap(({ refused }) => (refused ? [text(refused(lab.targets))] : []));
    // How often the name that turns private is refused depends on its answers.
    const seen = refusals.filter(({ host }) => host !== 'rebind.test');
    expect(seen.map(text).sort()).toEqual(expected.sort());
    expect(new Set(seen.map(({ client: from }) => from))).toEqual(new Set([client]));
  });

  it('is on record with everything that the kernel refused it', () => {
    const lines = logged.split('\n').filter((line) => line.startsWith('{"attempt"')).map((line) => JSON.parse(line) as { attempt: string; error: string | null });
    expect(lines.filter(({ error }) => error === null).map(({ attempt }) => attempt)).toEqual([...app.values()].filter(({ error }) => error === null).map(({ name }) => name));
    expect(new Set(lines.map(({ attempt }) => attempt))).toEqual(new Set(ATTEMPTS.map(({ name }) => name)));
  });

  describe('cannot send the machine a datagram', () => {
    let refused: Map<string, Outcome>;
    const own = (): string => networkOf(lab.hostile, lab.installation).addresses.app;
    /** The control has the next but one address of the same network. */
    const beside = (): string => own().replace(/\d+$/, (digits) => String(Number(digits) + 2));

    beforeAll(async () => {
      await lab.attempt('control', DATAGRAMS);
      refused = await lab.attempt('app', DATAGRAMS);
    }, 120_000);

    it.each(DATAGRAMS.map((datagram) => [datagram.name, datagram] as const))('%s', (name, { text }) => {
      const senders = new Set(lab.heard.filter((heard) => heard.text === text).map(({ from }) => from));
      expect([...senders]).toContain(beside());
      expect(refused.get(name)).toEqual({ name, value: null, error: expect.stringMatching(/Operation not permitted|Address family not supported/) as string });
      expect([...senders]).not.toContain(own());
    });
  });

  it('carries nothing out in names', () => {
    expect(asked.filter((name) => name.includes(NONCE))).toEqual([]);
  });

  it('reaches its gateway on the listener for apps and on no other port', async () => {
    const found = await lab.attempt('app', [
      { name: 'gateway', script: ({ own }) => `return connect('${own.gateway}', 8082)` },
      { name: 'ports', script: ({ own }) => `return openPorts('${own.gateway}', 10000)` },
      { name: 'proxy', script: ({ own }) => `return openPorts('${own.proxy}', 10000)` },
    ]);
    expect([...found.values()].map(({ name, value }) => [name, value])).toEqual(expect.arrayContaining([['gateway', 'gateway'], ['ports', [8082]], ['proxy', [3128]]]));
  });

  it('reaches the host that it declared', async () => {
    const found = await lab.attempt('app', ['CONNECT', 'GET'].map((method) => ({ name: method, script: () => `return viaProxy('public.test:8080', '${method}')` })));
    expect([...found.values()].map(({ value }) => value)).toEqual(['public', 'public']);
  });

  describe('as a bomb', () => {
    /** Does the same to the control and to the app, which is started afresh. */
    async function explode(script: string): Promise<{ control: Outcome | undefined; app: Outcome | undefined }> {
      const bomb = [{ name: 'bomb', script: () => script }];
      await lab.startApp(lab.hostile);
      await lab.answering();
      const unlocked = await lab.attempt('control', bomb);
      const locked = await lab.attempt('app', bomb).catch(() => new Map<string, Outcome>());
      return { control: unlocked.get('bomb'), app: locked.get('bomb') };
    }
    afterEach(async () => {
      expect(await lab.coreAnswers()).toEqual(ANSWERING);
      expect(await lab.starts()).toBe(starts);
    });

    // Some of them end it, and what comes after needs it.
    afterAll(async () => {
      await lab.startApp(lab.hostile);
      await lab.answering();
    }, 60_000);

    it('cannot start more processes than it may', async () => {
      const { control: unlocked, app: locked } = await explode('return fork(300)');
      expect(unlocked?.value).toBe(300);
      expect(locked?.error).toMatch(/EAGAIN/);
      expect((await lab.logs(lab.hostile)).at(-1)).toContain('EAGAIN');
      expect(await lab.inspect(lab.hostile)).toMatchObject({ state: 'running' });
    });

    it('cannot take more memory than it may, and ends alone', async () => {
      const { control: unlocked, app: locked } = await explode('return eat(512)');
      expect(unlocked?.value).toBe(512);
      expect(locked).toBeUndefined();
      await lab.ended(lab.hostile);
      expect(await lab.inspect(lab.hostile)).toMatchObject({ state: 'stopped', oomKilled: true, exitCode: 137 });
    });

    it.each(['/tmp', '/dev/shm'])('cannot fill %s beyond its size', async (folder) => {
      const { control: unlocked, app: locked } = await explode(`return fill('${folder}/full', 80)`);
      expect(unlocked?.value).toBe(80);
      expect(locked?.error).toMatch(/ENOSPC/);
    });

    it('cannot fill the disk with its log', async () => {
      const line = 'x'.repeat(1000);
      const { app: locked } = await explode(`for (let n = 0; n < 20000; n++) if (!process.stdout.write('${line}\\n')) await new Promise((resolve) => process.stdout.once('drain', resolve)); return 'written'`);
      expect(locked?.value).toBe('written');
      expect((await lab.output(lab.hostile)).length).toBeLessThan(11_000_000);
    });
  });
});
