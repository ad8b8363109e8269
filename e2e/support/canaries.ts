import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { type FakeOpenAi } from '@mateship/dev-env';
import PdfDocument from 'pdfkit';
import type { Installation } from './installation.js';
import { fakeModels, type FakeModelsOptions } from './models.js';
import { inviteUser, PASSWORD, type Person } from './person.js';
import { makeShare } from './sharing.js';
import { collect, only, textOf } from './streams.js';

/** One word, so that neither tokens nor line breaks take it apart. */
const canary = (place: string) => `Kanarie${place}${randomBytes(12).toString('hex')}`;

/** Words that are written in every place that people write in, and that nobody else may ever read. */
export const PLANTED = { message: canary('Frage'), title: canary('Titel'), textName: canary('Textname'), textContent: canary('Textinhalt'), pdfName: canary('Pdfname'), pdfContent: canary('Pdfinhalt'), prompt: canary('Auftrag') };
const PROVIDER_KEY = `sk-${randomBytes(24).toString('hex')}`;

/** A model that repeats everything it is told, and is paid with a secret key. */
export function repeatingModel(options: FakeModelsOptions = {}): Promise<{ server: FakeOpenAi; config: string }> {
  return fakeModels([{ id: 'echo' }], { ...options, apiKey: PROVIDER_KEY, script: ({ messages }) => ({ pieces: messages.flatMap(({ content }) => (typeof content === 'string' ? [`${content}\n`] : [])) }) });
}

/** Makes and uses each kind of secret, so that every place that might note it has its chance; gives them by name. */
export async function useEverySecret(platform: Installation, ana: Person): Promise<Record<string, string>> {
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
  const link = await useLink(platform, ana);
  return { ...link, firstInvite: platform.invite ?? '', secondInvite: invite, apiKey: key, apiKeySecret: key.slice(-24), refreshToken: cookie, accessToken: ana.token, password: PASSWORD, providerKey: PROVIDER_KEY };
}

/** Makes a link with a password, and has it read, shown again and guessed. */
async function useLink(platform: Installation, ana: Person): Promise<Record<'linkSecret' | 'linkAuth' | 'linkPassword', string>> {
  const linkPassword = `Link${randomBytes(16).toString('hex')}`;
  const { share, fragment, auth } = await makeShare(ana, PLANTED.message, { password: linkPassword });
  expect((await ana.client.shares.read(share.id, auth)).views).toBe(1);
  expect((await ana.client.shares.link(share.id)).fragment).toBe(fragment);
  await fetch(`${platform.url}/s/${share.id}`);
  await fetch(`${platform.url}/v1/shares/${share.id}/content`, { method: 'POST', headers: { 'x-share-auth': `${auth}x` } });
  return { linkSecret: fragment.slice(2, 45), linkAuth: auth, linkPassword };
}

/** Writes each of the words where it belongs, and reads all of them back. */
export async function plantEveryCanary(ana: Person): Promise<void> {
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
  expect(await (await ana.fetch(`/v1/files/${text.id}/content`)).text()).toContain(PLANTED.textContent);
  await ana.fetch('/v1/chat/message', jsonPost({ content: PLANTED.message, unknown: PLANTED.message }));
  await ana.fetch(`/v1/chat?cursor=${PLANTED.message}`);
}

/** A PDF whose words stand in its bytes as they are, so that a stored copy in plaintext would be found. */
async function readablePdf(words: string): Promise<Buffer> {
  const document = new PdfDocument({ compress: false, info: { Title: words } });
  document.text(`The secret of page one is ${words}.`);
  document.end();
  return buffer(document);
}

function jsonPost(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
