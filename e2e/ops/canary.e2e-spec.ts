import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import PdfDocument from 'pdfkit';
import type { FakeOpenAi } from '@mateship/dev-env';
import { findBytes } from '../support/bytes.js';
import { withDatabase } from '../support/database.js';
import { fakeModels } from '../support/models.js';
import { firstAdmin, inviteUser, PASSWORD, type Person } from '../support/person.js';
import { Platform } from '../support/platform.js';
import { collect, only, textOf } from '../support/streams.js';

/** One word, so that neither tokens nor line breaks take it apart. */
const canary = (place: string) => `Kanarie${place}${randomBytes(12).toString('hex')}`;

const PLANTED = { message: canary('Frage'), title: canary('Titel'), textName: canary('Textname'), textContent: canary('Textinhalt'), pdfName: canary('Pdfname'), pdfContent: canary('Pdfinhalt'), prompt: canary('Auftrag') };
const PROVIDER_KEY = `sk-${randomBytes(24).toString('hex')}`;
const CONFIG_FILE = 'mateship.yaml';

/** A PDF whose words stand in its bytes as they are, so that a stored copy in plaintext would be found. */
async function readablePdf(words: string): Promise<Buffer> {
  const document = new PdfDocument({ compress: false, info: { Title: words } });
  document.text(`The secret of page one is ${words}.`);
  document.end();
  return buffer(document);
}

describe('what people write', () => {
  let models: FakeOpenAi;
  let platform: Platform;
  let ana: Person;
  let secrets: Record<string, string>;

  beforeAll(async () => {
    const { server, config } = await fakeModels([{ id: 'echo' }], { apiKey: PROVIDER_KEY, script: ({ messages }) => ({ pieces: messages.flatMap(({ content }) => (typeof content === 'string' ? [`${content}\n`] : [])) }) });
    models = server;
    platform = await Platform.start({ config });
    ana = await firstAdmin(platform);
    secrets = { invite: platform.invite ?? '', ...(await useEverySecret()) };
    await streamEveryCanary();
  });

  afterAll(async () => {
    await platform.destroy();
    await models.close();
  });

  /** Each secret is made and used, so that every place that might note it had its chance. */
  async function useEverySecret(): Promise<Record<string, string>> {
    const { token: invite } = await ana.client.invites.create({ role: 'user' });
    await fetch(`${platform.url}/v1/auth/check_invite_token_valid`, jsonPost({ inviteToken: invite }));
    const { key } = await ana.client.apiKeys.create({ name: 'canary', scopes: ['chat', 'skills', 'models'] });
    await fetch(`${platform.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } });
    await fetch(`${platform.url}/v1/models?api_key=${key}`);
    const login = await fetch(`${platform.url}/v1/auth/login`, jsonPost({ login: ana.username, password: PASSWORD }));
    const cookie = /^[^=]+=([^;]+)/.exec(login.headers.get('set-cookie') ?? '')?.[1] ?? '';
    expect(cookie.length).toBeGreaterThan(30);
    await fetch(`${platform.url}/v1/auth/refresh`, { method: 'POST', headers: { cookie: login.headers.get('set-cookie')?.split(';')[0] ?? '' } });
    await fetch(`${platform.url}/v1/auth/login`, jsonPost({ login: ana.username, password: `${PASSWORD} ` }));
    await inviteUser(platform, ana);
    return { secondInvite: invite, apiKey: key, apiKeySecret: key.split('_').at(-1) ?? key, refreshToken: cookie, accessToken: ana.token, password: PASSWORD, providerKey: PROVIDER_KEY };
  }

  async function streamEveryCanary(): Promise<void> {
    const mate = (await (await ana.fetch('/v1/admin/mates', jsonPost({ name: 'Canary', prompt: `Always say ${PLANTED.prompt}.`, model: 'fake/echo' }))).json()) as { id: string };
    const offline = (await (await ana.fetch('/v1/admin/mates', jsonPost({ name: 'Reader', prompt: PLANTED.prompt, model: 'offline/assistant' }))).json()) as { id: string };
    const text = await ana.client.files.upload({ content: new Blob([`Notes.\n\nThe secret of the notes is ${PLANTED.textContent}.\n`]), name: `${PLANTED.textName}.txt` });
    const pdf = await ana.client.files.upload({ content: new Blob([new Uint8Array(await readablePdf(PLANTED.pdfContent))]), name: `${PLANTED.pdfName}.pdf` });
    const echoed = await collect(ana.client.chats.stream({ mateId: mate.id, content: `${PLANTED.title}\n\n${PLANTED.message}`, attachments: [text.id] }));
    for (const word of [PLANTED.title, PLANTED.message, PLANTED.prompt]) expect(textOf(echoed)).toContain(word);
    expect(only(echoed, 'message').title).toBe(PLANTED.title);
    const read = (content: string, file: { id: string }) => collect(ana.client.chats.stream({ mateId: offline.id, content, attachments: [file.id] }));
    expect(textOf(await read('What is the secret of page one?', pdf))).toContain(PLANTED.pdfContent);
    expect(textOf(await read('What is the secret of the notes?', text))).toContain(PLANTED.textContent);
    expect((await (await ana.fetch(`/v1/files/${text.id}/content`)).text())).toContain(PLANTED.textContent);
    await ana.fetch('/v1/chat/message', jsonPost({ content: PLANTED.message, unknown: PLANTED.message }));
    await ana.fetch(`/v1/chat?cursor=${PLANTED.message}`);
  }

  /** Everything that the database holds in memory goes to its files. */
  const checkpoint = () => withDatabase(platform, 'postgres', (client) => client.query('CHECKPOINT'));
  const words = Object.values(PLANTED);

  it('is read by nobody from the data folder, neither while the server runs nor after', async () => {
    await checkpoint();
    expect(await findBytes(platform.dataDir, words)).toEqual([]);
    expect((await findBytes(platform.dataDir, [ana.username])).map(({ file }) => file)).toContainEqual(expect.stringMatching(/^pg\/.*pg_wal/));
    await platform.stop();
    expect(await findBytes(platform.dataDir, words)).toEqual([]);
    platform = await platform.restart();
  });

  it('leaves no secret in logs, and none outside of where it is configured', async () => {
    await checkpoint();
    const used = Object.values(secrets);
    expect(used.every((secret) => secret.length >= 20)).toBe(true);
    expect(await findBytes(platform.dataDir, used, (file) => path.basename(file) === CONFIG_FILE)).toEqual([]);
    const logged = await findBytes(path.join(platform.dataDir, 'logs'), ['the service is ready']);
    expect(logged.map(({ file }) => file)).toEqual(expect.arrayContaining(['gateway.log', 'vault.log']));
  });

  it('would be found in any form if it were there', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'mateship-canary-'));
    const sentence = Buffer.from(`{"title":"${PLANTED.message}"}`);
    await writeFile(path.join(folder, 'utf8'), sentence);
    await writeFile(path.join(folder, 'utf16'), sentence.toString(), 'utf16le');
    await writeFile(path.join(folder, 'hex'), sentence.toString('hex'));
    for (const shift of [0, 1, 2]) await writeFile(path.join(folder, `base64+${shift}`), Buffer.concat([Buffer.alloc(shift, 'x'), sentence]).toString('base64'));
    const hits = await findBytes(folder, [PLANTED.message]);
    await rm(folder, { recursive: true });
    expect([...new Set(hits.map(({ file }) => file))].sort()).toEqual(['base64+0', 'base64+1', 'base64+2', 'hex', 'utf16', 'utf8']);
  });
});

function jsonPost(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
