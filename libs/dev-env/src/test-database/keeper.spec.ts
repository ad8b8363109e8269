import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const LINGER_MS = 300;

describe('the keeper of the test cluster', () => {
  let folder: string;
  let server: ChildProcess;
  let keeper: ChildProcess;

  beforeEach(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mateship-keeper-'));
    server = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await once(server, 'spawn');
    fs.mkdirSync(path.join(folder, 'pg', 'cluster'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'pg', 'cluster', 'postmaster.pid'), `${server.pid}\n`);
    keeper = spawn(process.execPath, [path.join(import.meta.dirname, 'keeper.mjs'), folder, String(LINGER_MS)], { stdio: 'ignore' });
  });
  afterEach(() => {
    keeper.kill('SIGKILL');
    server.kill('SIGKILL');
    fs.rmSync(folder, { recursive: true, force: true });
  });

  async function use(): Promise<net.Socket> {
    for (let tries = 0; ; tries += 1) {
      const socket = net.connect(path.join(folder, 'keeper.sock'));
      try {
        await once(socket, 'data');
        return socket;
      } catch (error) {
        if (tries > 100) throw error;
        await sleep(10);
      }
    }
  }

  const runs = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

  it('keeps the server while one user is left', async () => {
    const [first, second] = [await use(), await use()];
    first.destroy();
    await sleep(2 * LINGER_MS);
    expect(runs(server)).toBe(true);
    second.destroy();
  });

  it('ends the server and itself, and removes the folder, after the last user', async () => {
    const user = await use();
    user.destroy();
    await Promise.all([once(server, 'exit'), once(keeper, 'exit')]);
    expect(fs.existsSync(folder)).toBe(false);
  });

  it('ends when nobody ever comes', async () => {
    await Promise.all([once(server, 'exit'), once(keeper, 'exit')]);
    expect(fs.existsSync(folder)).toBe(false);
  });

  it('waits for the next user', async () => {
    (await use()).destroy();
    await sleep(LINGER_MS / 2);
    const next = await use();
    await sleep(LINGER_MS);
    expect(runs(server)).toBe(true);
    next.destroy();
  });
});
