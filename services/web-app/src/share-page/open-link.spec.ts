import { createHash } from 'node:crypto';
import { formatShareFragment, OpenFailure, parseShareFragment, sealShare } from '@mateship/crypto/browser';
import { toBase64url } from '../shares/base64url.js';
import { openLink, readLink } from './open-link.js';

const ID = '0b8f2a4e-5d1c-4c3b-9a67-3f2e1d0c9b8a';
const secret = new Uint8Array(32).fill(7);
const hash = `#${formatShareFragment({ secret, hasPassword: false })}`;
const snapshot = { title: 'Tides', messages: [{ role: 'user', content: 'When?', createdAt: '2026-01-01T00:00:00.000Z', attachments: [], citations: [] }] };

/** A server that holds one sealed text and gives it to whoever proves to have the secret. */
async function serve(content: string | Uint8Array, changes: object = {}) {
  const expiresAt = '2026-02-01T00:00:00.000Z';
  const facts = { sharerId: ID, fromMessageId: ID, toMessageId: ID, maxViews: 5 };
  const sealed = await sealShare({ ...facts, expiresAt: Date.parse(expiresAt) }, typeof content === 'string' ? new TextEncoder().encode(content) : content);
  const answer = { ...facts, expiresAt, sharedBy: 'jo', createdAt: '2026-01-02T00:00:00.000Z', views: 1, wrappedKey: toBase64url(sealed.wrappedKey), content: toBase64url(sealed.content), ...changes };
  const proofs: string[] = [];
  const read = (_id: string, auth: string) => {
    proofs.push(createHash('sha256').update(Buffer.from(auth, 'base64url')).digest('base64url'));
    return Promise.resolve(answer);
  };
  return { read, proofs, authHash: toBase64url(sealed.authHash), link: { id: ID, secret: sealed.secret, hasPassword: false } };
}

describe('readLink', () => {
  it('takes an address apart, with or without a slash at its end', () => {
    const link = readLink({ pathname: `/s/${ID}`, hash });
    expect(link).toMatchObject({ id: ID, hasPassword: false });
    expect(Buffer.from(link!.secret)).toEqual(Buffer.from(secret));
    expect(readLink({ pathname: `/s/${ID}/`, hash })?.id).toBe(ID);
  });

  it('sees whether there is a password', () => {
    expect(readLink({ pathname: `/s/${ID}`, hash: `${hash}.p` })?.hasPassword).toBe(true);
  });

  it.each([
    ['without its secret', `/s/${ID}`, ''],
    ['with half of its secret', `/s/${ID}`, hash.slice(0, 20)],
    ['without its name', '/s/', hash],
    ['with a name that is cut off', `/s/${ID.slice(0, -3)}`, hash],
    ['of another page', `/chat/${ID}`, hash],
  ])('calls a link not whole %s', (_, pathname, fragment) => {
    expect(readLink({ pathname, hash: fragment })).toBeNull();
  });
});

describe('openLink', () => {
  it('decrypts what the server gives, and gives what it says about it', async () => {
    const { link, read } = await serve(JSON.stringify(snapshot));
    const opened = await openLink(link, null, { read });
    expect(opened).toMatchObject({ snapshot, sharedBy: 'jo', views: 1, maxViews: 5 });
  });

  it('proves to have the secret without telling it', async () => {
    const { link, read, proofs, authHash } = await serve(JSON.stringify(snapshot));
    await openLink(link, null, { read });
    expect(proofs).toEqual([authHash]);
  });

  it.each([
    ['another end', { expiresAt: '2027-02-01T00:00:00.000Z' }],
    ['no end', { expiresAt: null }],
    ['more views', { maxViews: 500 }],
    ['another sharer', { sharerId: ID.replace('0b', '1c') }],
    ['another beginning', { fromMessageId: ID.replace('0b', '1c') }],
  ])('opens nothing for which the server says %s than was sealed', async (_, changes) => {
    const { link, read } = await serve(JSON.stringify(snapshot), changes);
    await expect(openLink(link, null, { read })).rejects.toBeInstanceOf(OpenFailure);
  });

  it('opens nothing with another secret', async () => {
    const { link, read } = await serve(JSON.stringify(snapshot));
    await expect(openLink({ ...link, secret: parseShareFragment(hash)!.secret }, null, { read })).rejects.toBeInstanceOf(OpenFailure);
  });

  it.each(['not JSON', '{"title":1}', '[]'])('trusts nothing that was sealed but a chat: %s', async (text) => {
    const { link, read } = await serve(text);
    await expect(openLink(link, null, { read })).rejects.toBeInstanceOf(OpenFailure);
  });

  it('repairs no text that is not one', async () => {
    const bytes = new TextEncoder().encode(JSON.stringify(snapshot));
    bytes[bytes.indexOf('T'.charCodeAt(0))] = 0xff;
    const { link, read } = await serve(bytes);
    await expect(openLink(link, null, { read })).rejects.toBeInstanceOf(OpenFailure);
  });

  it('passes on what the server refuses', async () => {
    const { link } = await serve('');
    const refused = new Error('gone');
    await expect(openLink(link, null, { read: () => Promise.reject(refused) })).rejects.toBe(refused);
  });
});
