import { setTimeout as sleep } from 'node:timers/promises';
import { ERROR_CODES, type Message } from '@mateship/contracts';
import { brokenCreditInvariants, eventually, type FakeOpenAi } from '@mateship/dev-env';
import { realWorldPdf } from '@mateship/dev-env/documents';
import { Chatters } from '../support/chatters.js';
import { fakeModels } from '../support/models.js';
import { firstAdmin, type Person } from '../support/person.js';
import { randomFrom, shuffled } from '../support/random.js';
import { docker, engineSuite } from './support/engine.js';
import { Fleet } from './support/fleet.js';

const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
const CHATS = 100;
const LATEST_MS = 1_500;
const HEALTHY_MS = 60_000;
const PREFIX = '10.222';
/** This machine as the egress proxy sees it. */
const HOST = `${PREFIX}.255.81`;
const MODEL = 'chunks:20x20';
const VICTIMS = ['gateway', 'vault', 'postgres', 'redis', 'updater', 'engine-broker', 'web-app', 'egress-proxy', 'app-ai', 'app-pdf'];
/** Refusals that tell a person the truth while a part is away. */
const HONEST = ['APP_UNAVAILABLE', 'APP_WAKING', 'DATABASE_UNAVAILABLE', 'ENGINE_UNAVAILABLE', 'KMS_UNAVAILABLE', 'SHUTTING_DOWN', 'SKILL_BAD_RESPONSE', 'SKILL_FAILED', 'SKILL_TIMEOUT', 'MODEL_FAILED'];

engineSuite(`people who chat while containers crash (KILL_SEED=${SEED})`, () => {
  const random = randomFrom(SEED);
  const chatters = new Chatters();
  const recovered: Record<string, number> = {};
  let models: FakeOpenAi;
  let fleet: Fleet;
  let ana: Person;
  let stored: Map<string, Message>;

  beforeAll(async () => {
    const price = { inputPrice: 1_000_000, outputPrice: 2_000_000 };
    const { server, config } = await fakeModels([{ id: MODEL, ...price }], { gateway: ['rateLimit: 100000', 'appIdle: 600'], reachedAt: HOST });
    models = server;
    fleet = await Fleet.start({ purpose: 'kill', prefix: PREFIX, config });
    ana = await firstAdmin(fleet);
    await startChatting();
    for (const victim of shuffled(VICTIMS, random)) await crash(victim);
    await recovers('postgres, restarted', () => docker('restart', fleet.container('postgres')));
    await eventually(() => chatters.done >= CHATS, { what: `${CHATS} chats` });
    await chatters.stop();
    await eventually(async () => (await fleet.rows(`SELECT 1 FROM message WHERE state = 'streaming'`)).length === 0, { what: 'no answer is streaming', patienceMs: 60_000 });
    stored = await storedMessages();
    process.stdout.write(`seconds until all was well again: ${JSON.stringify(recovered)}, ${chatters.done} answers, ${[...chatters.codes].join(' ')}\n`);
  }, 900_000);

  afterAll(async () => {
    void chatters.stop();
    await fleet?.destroy();
    await models?.close();
  }, 120_000);

  async function startChatting(): Promise<void> {
    const reader = await ana.fetch('/v1/admin/mates', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Reader', prompt: 'Read.', model: 'offline/assistant' }) });
    const { id: mateId } = (await reader.json()) as { id: string };
    const { id: file } = await ana.client.files.upload({ content: new Blob([new Uint8Array(await realWorldPdf())]), name: 'report.pdf' });
    for (let index = 0; index < 3; index += 1) chatters.add(ana, { content: 'streamed# words' }, { stream: true });
    chatters.add(ana, { content: 'whole# words' }, { stream: false });
    chatters.add(ana, { content: 'What does the Mühlbach reservoir hold? #', mateId, attachments: [file] }, { stream: true });
    await eventually(async () => (await fleet.pid('app-ai')) !== null && (await fleet.pid('app-pdf')) !== null && chatters.done > 3, { what: 'every app works' });
  }

  async function crash(service: string): Promise<void> {
    await sleep(random() * LATEST_MS);
    let before: number | null = null;
    await eventually(async () => (before = await fleet.pid(service)) !== null, { what: `${service} runs` });
    await recovers(service, async () => {
      await fleet.kill(before!);
      await eventually(async () => ![before, null].includes(await fleet.pid(service)), { what: `${service} runs again`, patienceMs: HEALTHY_MS });
    });
  }

  /** Healthy again, and answers end again, without anybody's help. */
  async function recovers(what: string, harm: () => Promise<unknown>): Promise<void> {
    const begun = Date.now();
    await harm();
    const { done } = chatters;
    await fleet.ready();
    await eventually(() => chatters.done >= done + 2, { what: `answers end after ${what}`, patienceMs: HEALTHY_MS });
    recovered[what] = Math.round((Date.now() - begun) / 100) / 10;
  }

  async function storedMessages(): Promise<Map<string, Message>> {
    const messages = new Map<string, Message>();
    for (const { chatId } of chatters.acknowledged) for (const message of (await ana.client.chats.get(chatId)).messages) messages.set(message.id, message);
    return messages;
  }

  it('see every container come back by itself within a minute', () => {
    expect(Object.keys(recovered)).toHaveLength(VICTIMS.length + 1);
    expect(Object.entries(recovered).filter(([, seconds]) => seconds * 1000 > HEALTHY_MS)).toEqual([]);
    expect(chatters.done).toBeGreaterThanOrEqual(CHATS);
    expect(chatters.acknowledged.some(({ end }) => end !== 'done')).toBe(true);
  });

  it('find every message that was acknowledged, with its words', () => {
    expect(chatters.acknowledged.filter(({ userMessageId, content }) => stored.get(userMessageId)?.content !== content)).toEqual([]);
  });

  it('find every answer that came to its end word for word', () => {
    const finished = chatters.acknowledged.filter(({ end }) => end === 'done');
    expect(finished.filter(({ messageId, streamed }) => stored.get(messageId)?.content !== streamed || stored.get(messageId)?.state !== 'complete')).toEqual([]);
  });

  it('see an honest state of every other answer', () => {
    const states = chatters.acknowledged.filter(({ end }) => end !== 'done').map(({ messageId, end }) => [end, stored.get(messageId)?.state]);
    for (const [end, state] of states) expect(end === 'error' ? ['failed', 'interrupted'] : ['complete', 'failed', 'interrupted']).toContain(state);
  });

  it('are told why, in words that are true', async () => {
    expect((await fleet.compose('logs', '--no-color', 'gateway')).split('\n').filter((line) => line.includes('INTERNAL_ERROR'))).toEqual([]);
    expect([...chatters.codes].filter((code) => !HONEST.includes(code) || !Object.hasOwn(ERROR_CODES, code))).toEqual([]);
  });

  it('pay for exactly what was recorded', async () => {
    expect(await brokenCreditInvariants((statement) => fleet.rows(statement))).toEqual([]);
    expect(await fleet.rows(`SELECT 1 FROM credit_account WHERE kind = 'revenue' AND posted > 0`)).toHaveLength(1);
    expect(await fleet.rows('SELECT 1 FROM message JOIN credit_transfer hold ON hold.id = message.hold_id WHERE NOT EXISTS (SELECT 1 FROM credit_transfer done WHERE done.pending_id = hold.id)')).toEqual([]);
  });
});
