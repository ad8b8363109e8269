import { eventually } from '@mateship/dev-env';
import { processAt } from '@mateship/database/embedded';
import { launch, type Launcher, makeTemplate, pidOf, run, untilReady } from './launcher.js';
import { makeStandIn, type StandIn } from './stand-in.js';

describe('a server whose processes are killed', () => {
  let template: StandIn;
  let standIn: StandIn;
  const launchers = new Set<Launcher>();

  beforeAll(async () => {
    template = await makeTemplate();
  });
  beforeEach(() => {
    standIn = makeStandIn(template.data);
  });
  afterEach(async () => {
    for (const launcher of launchers) launcher.child.kill('SIGTERM');
    await Promise.all([...launchers].map((launcher) => launcher.exited));
    launchers.clear();
    standIn.remove();
  });
  afterAll(() => template.remove());

  async function start(): Promise<Launcher> {
    const launcher = launch(standIn);
    launchers.add(launcher);
    await untilReady(launcher);
    return launcher;
  }

  const isReady = async (): Promise<boolean> => (JSON.parse((await run(standIn, ['status', '--json'])).stdout) as { ready: boolean }).ready;

  it.each(['gateway', 'vault', 'postgres'])('starts %s again', async (name) => {
    const launcher = await start();
    const killed = await pidOf(standIn, name);
    process.kill(killed, 'SIGKILL');
    await eventually(() => launcher.stderr().includes('runs again'));
    await eventually(isReady);
    await expect(pidOf(standIn, name)).resolves.not.toBe(killed);
  });

  it('waits longer before each start of a service that keeps failing, and recovers with it', async () => {
    const launcher = await start();
    standIn.breakService('gateway');
    process.kill(await pidOf(standIn, 'gateway'), 'SIGKILL');
    await eventually(() => launcher.stderr().includes('starting again in 0.8 s'));
    expect(launcher.stderr()).toMatch(/in 0\.2 s[^]*in 0\.4 s[^]*in 0\.8 s/);
    standIn.repairService('gateway');
    await eventually(() => launcher.stderr().includes('runs again'));
    await eventually(isReady);
  });

  it('can be ended while a service is down', async () => {
    const launcher = await start();
    standIn.breakService('gateway');
    process.kill(await pidOf(standIn, 'gateway'), 'SIGKILL');
    await eventually(() => launcher.stderr().includes('starting again in 0.4 s'));
    launcher.child.kill('SIGTERM');
    await expect(launcher.exited).resolves.toBe(0);
  });

  it('takes its services with it when the launcher is killed', async () => {
    const launcher = await start();
    launcher.child.kill('SIGKILL');
    await launcher.exited;
    await eventually(() => standIn.trace().filter((line) => line.endsWith('end pipe')).length === 2);
    await expect(run(standIn, ['status'])).resolves.toMatchObject({ code: 3 });
  });

  it('starts again after the launcher was killed, whatever it left behind', async () => {
    const first = await start();
    const database = await pidOf(standIn, 'postgres');
    first.child.kill('SIGKILL');
    await first.exited;
    await start();
    expect(processAt(database)).toBeNull();
    await expect(isReady()).resolves.toBe(true);
  });

  it('starts again after every process was killed at once', async () => {
    const first = await start();
    const pids = await Promise.all(['gateway', 'vault', 'postgres'].map((name) => pidOf(standIn, name)));
    for (const pid of [first.child.pid ?? 0, ...pids]) process.kill(pid, 'SIGKILL');
    await first.exited;
    await start();
    await expect(isReady()).resolves.toBe(true);
  });

  it('ends what a killed launcher left behind when it is asked to stop', async () => {
    const first = await start();
    const database = await pidOf(standIn, 'postgres');
    first.child.kill('SIGKILL');
    await first.exited;
    await expect(run(standIn, ['stop'])).resolves.toMatchObject({ code: 0, stdout: expect.stringContaining('postgres') });
    expect(processAt(database)).toBeNull();
    await expect(run(standIn, ['stop'])).resolves.toMatchObject({ code: 0, stdout: expect.stringContaining('No server runs') });
  });
});
