import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = path.join(__dirname, 'program');

beforeAll(() => {
  execFileSync(process.execPath, [path.join(__dirname, '../../../tools/bundle.mjs')], { cwd: folder });
}, 60_000);

function run(args: string[], env: Record<string, string> = {}): ChildProcess {
  const stdio = ['pipe', 'pipe', 'pipe', 'ipc'] as const;
  return spawn(process.execPath, [path.join(folder, 'dist/main.mjs'), ...args], { stdio: [...stdio], env: { PATH: process.env.PATH, ...env } });
}

/** Starts the program and waits until it says that it is ready. */
async function started(env?: Record<string, string>): Promise<{ child: ChildProcess; url: string }> {
  const child = run(['127.0.0.1:0'], env);
  const [[message], [line]] = (await Promise.all([once(child, 'message'), once(child.stdout!, 'data')])) as [[unknown], [Buffer]];
  expect(message).toEqual({ ready: true });
  const log = JSON.parse(line.toString()) as { message: string; context: { addresses: { public: string } } };
  expect(log.message).toBe('the service is ready');
  return { child, url: `http://${log.context.addresses.public}` };
}

it.each(['SIGTERM', 'SIGINT'] as const)('on %s finishes what runs and exits 0', async (signal) => {
  const { child, url } = await started();
  const running = fetch(`${url}/echo/slow?ms=500`).then((answer) => answer.json());
  await sleep(150);
  child.kill(signal);
  const exit = once(child, 'exit');
  expect(await running).toEqual({ done: true });
  expect(await exit).toEqual([0, null]);
});

it('ends when the pipe of its launcher closes', async () => {
  const { child } = await started({ MATESHIP_PARENT_PIPE: '1' });
  child.stdin!.end();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('does not care about its input without a launcher', async () => {
  const { child, url } = await started();
  child.stdin!.end();
  await sleep(200);
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
  child.kill('SIGTERM');
  await once(child, 'exit');
});

it('prints all problems of its configuration, without a stack, and exits 1', async () => {
  const child = run([]);
  const [errors, [code]] = await Promise.all([text(child.stderr!), once(child, 'exit')]);
  expect(code).toBe(1);
  expect(errors).toBe('The configuration is not valid:\n  - fixture.listen: is missing\n  - fixture.colour: is not known\n');
});

it('exits 1 and says why when it cannot listen', async () => {
  const { child, url } = await started();
  const second = run([url.replace('http://', '')]);
  const [errors, [code]] = await Promise.all([text(second.stderr!), once(second, 'exit')]);
  expect(code).toBe(1);
  expect(errors).toContain('EADDRINUSE');
  child.kill('SIGTERM');
  await once(child, 'exit');
});
