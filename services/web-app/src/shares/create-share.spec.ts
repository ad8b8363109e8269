import { createHash } from 'node:crypto';
import { ShareSnapshot, type CreateShareRequest, type Message } from '@mateship/contracts';
import { deriveShareKeys, openShare, parseShareFragment } from '@mateship/crypto/browser';
import { fromBase64url, toBase64url } from './base64url.js';
import { createShare, isShareable } from './create-share.js';

const ID = '0b8f2a4e-5d1c-4c3b-9a67-3f2e1d0c9b8a';
const aMessage = (changes: Partial<Message> = {}): Message => ({
  id: ID, chatId: ID, parentId: null, role: 'assistant', content: 'An animal [1].', state: 'complete', createdAt: '2026-01-01T00:00:00.000Z',
  attachments: [{ id: 'file-1', name: 'zoo.pdf', mime: 'application/pdf', size: 1 }],
  citations: [{ n: 1, fileId: 'file-1', fileName: 'zoo.pdf', page: 2, heading: null, quote: 'Wombats dig.' }],
  steps: [{ id: 's', app: 'pdf', skill: 'extract', input: { secretInput: 1 }, ok: true, summary: null }], usage: null, error: null, ...changes,
});

describe('a link made in the browser', () => {
  beforeAll(() => {
    Object.assign(globalThis, { location: { origin: 'https://mates.example' } });
  });

  async function made(): Promise<{ request: CreateShareRequest; url: string }> {
    let request: CreateShareRequest | undefined;
    const create = (input: unknown) => {
      request = input as CreateShareRequest;
      return Promise.resolve({ id: ID } as never);
    };
    const choices = { chatId: ID, title: 'Wombats', messages: [aMessage()], sharerId: ID, days: 7, maxViews: 5, password: '' };
    const { url } = await createShare(choices, { create });
    return { request: request!, url };
  }

  it('opens what was chosen: words and names, no file, step or cost', async () => {
    const { request, url } = await made();
    const { secret } = parseShareFragment(new URL(url).hash)!;
    const { enc, auth } = await deriveShareKeys(secret);
    const facts = { sharerId: ID, fromMessageId: ID, toMessageId: ID, expiresAt: Date.parse(request.expiresAt!), maxViews: 5 };
    const opened = Buffer.from(await openShare(enc, facts, { wrappedKey: fromBase64url(request.wrappedKey), content: fromBase64url(request.content) })).toString();
    const snapshot = ShareSnapshot.parse(JSON.parse(opened));
    expect(snapshot.messages).toMatchObject([{ content: 'An animal [1].', attachments: ['zoo.pdf'], citations: [{ quote: 'Wombats dig.' }] }]);
    expect(opened).not.toMatch(/file-1|secretInput|"id"/);
    expect(request.authHash).toBe(createHash('sha256').update(auth).digest('base64url'));
  });

  it('tells the server nothing that opens it but the owner’s own copy of the link', async () => {
    const { request, url } = await made();
    const { enc, auth } = await deriveShareKeys(parseShareFragment(new URL(url).hash)!.secret);
    expect(JSON.stringify(request)).not.toMatch(new RegExp([toBase64url(enc), toBase64url(auth), 'Wombats'].join('|')));
    expect(url).toBe(`https://mates.example/s/${ID}#${request.fragment}`);
  });

  it('leaves out what is not there to read', () => {
    expect([aMessage(), aMessage({ state: 'streaming' }), aMessage({ content: '', attachments: [] }), aMessage({ content: '' })].map(isShareable)).toEqual([true, false, false, true]);
  });
});
