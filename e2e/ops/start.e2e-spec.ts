import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { eventually, type FakeOpenAi } from '@mateship/dev-env';
import { server } from '../support/cli.js';
import { fakeModels } from '../support/models.js';
import { firstAdmin, signIn, type Person } from '../support/person.js';
import { Platform } from '../support/platform.js';

/** The launcher alone is tested in cli with stand-ins; here it starts and ends the real services. */
describe('a server that starts and ends', () => {
  let models: FakeOpenAi;
  let platform: Platform;
  let ana: Person;

  beforeAll(async () => {
    const { server: fake, config } = await fakeModels([{ id: 'slow:100' }]);
    models = fake;
    platform = await Platform.start({ config });
  });
  afterAll(async () => {
    await platform.destroy();
    await models.close();
  });
  beforeEach(async () => {
    ana = ana ? await signIn(platform, ana.username, ana.email) : await firstAdmin(platform);
  });

  const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index}`).join(' ');

  it('lets the answers in progress end and keeps them, whether somebody reads them or not', async () => {
    const started: Record<string, string> = {};
    const read = async (content: string, until: 'message' | 'done') => {
      let last = '';
      for await (const { event, data } of ana.client.chats.stream({ content })) {
        last = event;
        if (event === 'message') started[data.chatId] = content;
        if (event === until) break;
      }
      return last;
    };
    const attended = read(words(30), 'done');
    const whole = ana.client.chats.send({ content: words(20) });
    await read(words(25), 'message');
    await eventually(() => models.requests.length >= 3, { what: 'all are written' });
    const since = Date.now();
    expect(await platform.stop()).toBe(0);
    expect(Date.now() - since).toBeLessThan(15_000);
    expect(await attended).toBe('done');
    expect((await whole).message.state).toBe('complete');
    platform = await platform.restart();
    ana = await signIn(platform, ana.username, ana.email);
    for (const [chatId, content] of Object.entries(started)) {
      const answer = (await ana.client.chats.get(chatId)).messages.at(-1);
      expect([answer?.state, answer?.content.trim()]).toEqual(['complete', content]);
    }
  });

  it('tells an answer that takes too long when it has to end', async () => {
    let chatId = '';
    let end = '';
    const reading = (async () => {
      for await (const { event, data } of ana.client.chats.stream({ content: words(400) })) {
        end = event === 'done' ? data.state : event;
        if (event === 'message') chatId = data.chatId;
      }
    })();
    await eventually(() => end === 'delta', { what: 'it is written' });
    const since = Date.now();
    expect(await platform.stop()).toBe(0);
    expect(Date.now() - since).toBeLessThan(29_000);
    await reading;
    expect(end).toBe('cancelled');
    platform = await platform.restart();
    ana = await signIn(platform, ana.username, ana.email);
    const answer = (await ana.client.chats.get(chatId)).messages.at(-1);
    expect(answer?.state).toBe('cancelled');
    expect(answer?.content).toContain('word50');
  });

  it('says no invite once it was used, and keeps its people', async () => {
    await platform.stop();
    platform = await platform.restart();
    expect(platform.invite).toBeNull();
    expect((await signIn(platform, ana.username, ana.email)).username).toBe(ana.username);
    expect(await server('invite', '--data-dir', platform.dataDir)).toMatchObject({ code: 1 });
  });

  it('is seen by status and logs, and ended by stop', async () => {
    const status = JSON.parse((await server('status', '--json', '--data-dir', platform.dataDir)).stdout) as { ready: boolean; services: { name: string; ready: boolean }[] };
    expect(status.ready).toBe(true);
    expect(status.services.map(({ name, ready }) => [name, ready])).toEqual([['postgres', true], ['vault', true], ['gateway', true]]);
    const logs = await server('logs', 'gateway', '-n', '5', '--data-dir', platform.dataDir);
    for (const line of logs.stdout.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ timestamp: expect.any(String), message: expect.any(String) });
    expect(await server('stop', '--data-dir', platform.dataDir)).toMatchObject({ code: 0 });
    expect(await platform.stop()).toBe(0);
    expect((await server('status', '--data-dir', platform.dataDir)).code).toBe(3);
    platform = await platform.restart();
  });

  it('refuses a port that is taken and a folder that is in use, and harms neither', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'mateship-e2e-'));
    const taken = await server('start', '--json', '--port', new URL(platform.url).port, '--data-dir', folder);
    await rm(folder, { recursive: true });
    expect(taken).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^Port \d+ is already in use\. [^\n]+\n$/) });
    const second = await server('start', '--json', '--port', '0', '--data-dir', platform.dataDir);
    expect(second).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^A Mateship server already runs on [^\n]+\n$/) });
    expect(await platform.isReady()).toBe(true);
  });

  it('refuses data of a newer version in one sentence and leaves it as it is', async () => {
    await platform.stop();
    const file = path.join(platform.dataDir, 'version');
    const before = await readFile(file, 'utf8');
    await writeFile(file, '999\n');
    const refused = await server('start', '--json', '--port', '0', '--data-dir', platform.dataDir);
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^The data folder [^\n]+newer version of Mateship[^\n]+\n$/) });
    await writeFile(file, before);
    platform = await platform.restart();
    expect((await signIn(platform, ana.username, ana.email)).token).not.toBe('');
  });
});
