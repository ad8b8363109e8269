import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ERROR_CODES, type Message } from '@mateship/contracts';
import { brokenCreditInvariants, eventually, type FakeOpenAi } from '@mateship/dev-env';
import { realWorldPdf } from '@mateship/dev-env/documents';
import { Chatters, type Acknowledged } from '../support/chatters.js';
import { withDatabase } from '../support/database.js';
import { fakeModels } from '../support/models.js';
import { firstAdmin, type Person } from '../support/person.js';
import { Platform } from '../support/platform.js';
import { randomFrom, shuffled } from '../support/random.js';
import { pidOf, VICTIMS, type Victim } from '../support/victims.js';

const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
const MOMENTS = Number(process.env.KILL_MOMENTS ?? 10);
const LATEST_MS = 1_500;
const MODEL = 'chunks:40x20';
/** Refusals that tell a person the truth while a part is away. */
const HONEST = ['APP_UNAVAILABLE', 'APP_WAKING', 'DATABASE_UNAVAILABLE', 'KMS_UNAVAILABLE', 'SHUTTING_DOWN', 'SKILL_BAD_RESPONSE', 'SKILL_FAILED', 'SKILL_TIMEOUT', 'MODEL_FAILED'];

describe(`people who chat while processes are killed (KILL_SEED=${SEED})`, () => {
  const random = randomFrom(SEED);
  const chatters = new Chatters();
  const killed: Victim[] = [];
  let models: FakeOpenAi;
  let platform: Platform;
  let ana: Person;
  let stored: Map<string, Message>;

  beforeAll(async () => {
    const price = { inputPrice: 1_000_000, outputPrice: 2_000_000 };
    const { server, config } = await fakeModels([{ id: MODEL, ...price }], { gateway: ['rateLimit: 100000'] });
    models = server;
    platform = await Platform.start({ config });
    ana = await firstAdmin(platform);
    await startChatting();
    const order = Array.from({ length: Math.ceil(MOMENTS / VICTIMS.length) }, () => shuffled(VICTIMS, random)).flat().slice(0, MOMENTS);
    for (const victim of order) await killAtRandomMoment(victim);
    await sleep(random() * LATEST_MS);
    await platform.kill();
    await chatters.stop();
    platform = await platform.restart();
    await eventually(async () => (await rows(`SELECT 1 FROM message WHERE state = 'streaming'`)).length === 0, { what: 'no answer is streaming', patienceMs: 60_000 });
    stored = await storedMessages(chatters.acknowledged);
  }, 60_000 + MOMENTS * 20_000);

  afterAll(async () => {
    void chatters.stop();
    await platform.destroy();
    await models.close();
  });

  async function startChatting(): Promise<void> {
    const reader = await ana.fetch('/v1/admin/mates', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Reader', prompt: 'Read.', model: 'offline/assistant' }) });
    const { id: mateId } = (await reader.json()) as { id: string };
    const { id: file } = await ana.client.files.upload({ content: new Blob([new Uint8Array(await realWorldPdf())]), name: 'report.pdf' });
    for (let index = 0; index < 3; index += 1) chatters.add(ana, { content: 'streamed# words' }, { stream: true });
    chatters.add(ana, { content: 'whole# words' }, { stream: false });
    chatters.add(ana, { content: 'What does the Mühlbach reservoir hold? #', mateId, attachments: [file] }, { stream: true });
    await eventually(async () => (await pidOf(platform, 'ai')) !== null && (await pidOf(platform, 'pdf')) !== null && chatters.done > 3, { what: 'every app works' });
  }

  async function killAtRandomMoment(victim: Victim): Promise<void> {
    await sleep(random() * LATEST_MS);
    let before = await pidOf(platform, victim);
    await eventually(async () => (before = await pidOf(platform, victim)) !== null, { what: `${victim} runs` });
    process.kill(before!, 'SIGKILL');
    killed.push(victim);
    const { done } = chatters;
    await eventually(async () => ![before, null].includes(await pidOf(platform, victim)) && (await platform.isReady()), { what: `${victim} runs again` });
    await eventually(() => chatters.done >= done + 2, { what: `answers end again after ${victim} was killed` });
  }

  const rows = (statement: string) => withDatabase(platform, 'gateway', async (client) => (await client.query(statement)).rows as unknown[]);

  async function storedMessages(noted: Acknowledged[]): Promise<Map<string, Message>> {
    const messages = new Map<string, Message>();
    for (const { chatId } of noted) for (const message of (await ana.client.chats.get(chatId)).messages) messages.set(message.id, message);
    return messages;
  }

  it('are hit at every part of the platform, and see it work again', () => {
    expect(killed).toHaveLength(MOMENTS);
    expect(chatters.done).toBeGreaterThan(MOMENTS);
    expect(chatters.acknowledged.some(({ end }) => end === null)).toBe(true);
  });

  it('find every message that was acknowledged, with its words', () => {
    const lost = chatters.acknowledged.filter(({ userMessageId, content }) => stored.get(userMessageId)?.content !== content);
    expect(lost).toEqual([]);
  });

  it('find every answer that came to its end word for word', () => {
    const finished = chatters.acknowledged.filter(({ end }) => end === 'done');
    const changed = finished.filter(({ messageId, streamed }) => stored.get(messageId)?.content !== streamed || stored.get(messageId)?.state !== 'complete');
    expect(changed).toEqual([]);
  });

  it('see an honest state of every other answer', () => {
    const states = chatters.acknowledged.filter(({ end }) => end !== 'done').map(({ messageId, end }) => [end, stored.get(messageId)?.state]);
    for (const [end, state] of states) expect(end === 'error' ? ['failed', 'interrupted'] : ['complete', 'failed', 'interrupted']).toContain(state);
  });

  it('are told why, in words that are true', async () => {
    const log = await readFile(path.join(platform.dataDir, 'logs', 'gateway.log'), 'utf8');
    expect(log.split('\n').filter((line) => line.includes('INTERNAL_ERROR'))).toEqual([]);
    expect([...chatters.codes].filter((code) => !HONEST.includes(code) || !Object.hasOwn(ERROR_CODES, code))).toEqual([]);
  });

  it('pay for exactly what was recorded', async () => {
    expect(await brokenCreditInvariants(rows)).toEqual([]);
    expect(await rows(`SELECT 1 FROM credit_account WHERE kind = 'revenue' AND posted > 0`)).toHaveLength(1);
    expect(await rows(`SELECT 1 FROM message JOIN credit_transfer hold ON hold.id = message.hold_id WHERE NOT EXISTS (SELECT 1 FROM credit_transfer done WHERE done.pending_id = hold.id)`)).toEqual([]);
  });

  it('go on where an answer was interrupted', async () => {
    const interrupted = chatters.acknowledged.find(({ messageId }) => stored.get(messageId)?.state === 'interrupted');
    expect(interrupted).toBeDefined();
    const { chatId, messageId, userMessageId } = interrupted!;
    expect((await ana.fetch(`/v1/chat/stream/${messageId}`)).status).toBe(410);
    const again = await ana.client.chats.send({ chatId, parentId: userMessageId, content: '', regenerate: true });
    expect(again.message.state).toBe('complete');
  });
});
