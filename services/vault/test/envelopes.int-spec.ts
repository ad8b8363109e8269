import { randomUUID } from 'node:crypto';
import { newEnvelopeKey, readEnvelopeAddress, readPublicKeyDocument, sealEnvelope } from '@mateship/crypto';
import { ENVELOPE_CONTEXT, encodeContent } from '../src/envelopes/envelope-content.js';
import { Expiry } from '../src/envelopes/expiry.js';
import { EnvelopeRepository } from '../src/envelopes/envelope.repository.js';
import { type RunningVault, startVault } from './running-vault.js';
import { type ServiceCalls, serviceCalls } from './service-calls.js';

let vault: RunningVault;
let calls: ServiceCalls;
beforeAll(async () => {
  vault = await startVault();
  calls = serviceCalls(vault);
});
afterAll(() => vault.close());

const REFUSAL = { code: 'DECRYPTION_FAILED', message: 'The envelope could not be opened.' };

/** A user with a prompt, and an envelope to themself. */
async function correspondence(suite: 16 | 2 = 16) {
  const owner = randomUUID();
  const user = `user:${owner}`;
  const { id: promptId } = await calls.create(owner, { name: 'Editor', text: 'You edit texts.' });
  const sealed = await calls.envelope(owner, { promptId, recipient: user, suite });
  return { owner, user, promptId, ...sealed, bytes: Buffer.from(sealed.envelope, 'base64') };
}

async function expectRefused(envelope: Buffer | string, recipient: string, onBehalfOf: string | null = null): Promise<void> {
  const text = typeof envelope === 'string' ? envelope : envelope.toString('base64');
  const error = await calls.open(text, recipient, onBehalfOf).then(
    () => null,
    (cause: { code: string; message: string; details: object }) => ({ code: cause.code, message: cause.message, details: cause.details }),
  );
  expect(error).toEqual({ ...REFUSAL, details: {} });
}

const audits = (id: string) => vault.query<{ action: string; outcome: string; caller: string }>('SELECT action, outcome, caller FROM envelope_audit WHERE envelope_id = $1 ORDER BY id', [id]);

describe('an envelope', () => {
  it.each([16, 2] as const)('of suite %i brings a prompt to its recipient', async (suite) => {
    const { user, promptId, envelope, address } = await correspondence(suite);
    expect(address).toMatchObject({ suite, sender: 'vault', recipient: user, keyVersion: 1 });
    expect(Date.parse(address.expiresAt) - Date.parse(address.createdAt)).toBe(3_600_000);
    const opened = await calls.open(envelope, user);
    expect(opened).toEqual({ address, content: { kind: 'prompt', promptId, version: 1, name: 'Editor', text: 'You edit texts.', from: user } });
  });

  it('holds the version that was asked for', async () => {
    const { owner, user, promptId } = await correspondence();
    await calls.update(owner, promptId, { text: 'second' });
    const old = await calls.envelope(owner, { promptId, recipient: user, version: 1 });
    const newest = await calls.envelope(owner, { promptId, recipient: user });
    expect((await calls.open(old.envelope, user)).content).toMatchObject({ version: 1, text: 'You edit texts.' });
    expect((await calls.open(newest.envelope, user)).content).toMatchObject({ version: 2, text: 'second' });
  });

  it('is never the same twice', async () => {
    const { owner, user, promptId, bytes } = await correspondence();
    const again = Buffer.from((await calls.envelope(owner, { promptId, recipient: user })).envelope, 'base64');
    expect(again.equals(bytes)).toBe(false);
  });

  it('is not made of a prompt of somebody else, nor for somebody unknown', async () => {
    const { owner, user, promptId } = await correspondence();
    await expect(calls.envelope(randomUUID(), { promptId, recipient: user })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(calls.envelope(owner, { promptId, recipient: `user:${randomUUID()}` }, false)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is recorded when it is made and opened, without content', async () => {
    const { user, envelope, address } = await correspondence();
    await calls.open(envelope, user);
    await expectRefused(envelope, user);
    expect(await audits(address.id)).toEqual([
      { action: 'seal', outcome: 'ok', caller: user },
      { action: 'open', outcome: 'ok', caller: user },
      { action: 'open', outcome: 'replayed', caller: user },
    ]);
  });
});

describe('an envelope that is refused', () => {
  it('was opened before, however many ask at once, also after a restart', async () => {
    const { user, envelope } = await correspondence();
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => calls.open(envelope, user)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await vault.restart();
    await expectRefused(envelope, user);
  });

  it('is for somebody else', async () => {
    const { envelope, user } = await correspondence();
    const { user: other } = await correspondence();
    await expectRefused(envelope, other);
    await expectRefused(envelope, 'app:ai');
    await expect(calls.open(envelope, user)).resolves.toBeDefined();
  });

  it.each([16, 2] as const)('of suite %i has a changed bit in any field of its header, its key, its content or its signature', async (suite) => {
    const { user, bytes } = await correspondence(suite);
    const header = 6 + bytes.readUInt16BE(4);
    const step = Math.ceil((bytes.length - header) / 40);
    for (let at = 0; at < bytes.length; at += at < header ? 1 : step) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1 << at % 8;
      await expectRefused(changed, user);
    }
    await expect(calls.open(bytes.toString('base64'), user)).resolves.toBeDefined();
  });

  it('lacks its signature, its end or everything', async () => {
    const { user, bytes } = await correspondence();
    for (const cut of [bytes.subarray(0, -64), Buffer.concat([bytes.subarray(0, -64), Buffer.alloc(64)]), bytes.subarray(0, -1), bytes.subarray(0, 20), Buffer.from('OCE1'), Buffer.concat([bytes, Buffer.alloc(1)])]) await expectRefused(cut, user);
  });

  it('has parts of another envelope', async () => {
    const { owner, user, promptId, bytes } = await correspondence();
    const other = Buffer.from((await calls.envelope(owner, { promptId, recipient: user })).envelope, 'base64');
    const header = 6 + bytes.readUInt16BE(4);
    for (const border of [header, header + 80, bytes.length - 64]) await expectRefused(Buffer.concat([bytes.subarray(0, border), other.subarray(border)]), user);
  });

  it('is signed by somebody else who says to be the vault', async () => {
    const { user, owner, promptId, address } = await correspondence();
    const keys = (await calls.keys(user)).keys[0]!;
    const recipient = readPublicKeyDocument(keys as never) as never;
    const content = encodeContent({ kind: 'prompt', promptId, version: 1, name: 'n', text: 'forged', from: `user:${owner}` });
    const now = Date.now();
    for (const keyId of [randomUUID(), address.signerKeyId]) {
      const sender = await newEnvelopeKey({ owner: 'vault', use: 'sig', suite: 16, version: 1, keyId });
      await expectRefused(await sealEnvelope({ sender, recipient, plaintext: content, context: ENVELOPE_CONTEXT, created: now, expires: now + 60_000 }), user);
    }
  });

  it('has expired', async () => {
    const { owner, user, promptId } = await correspondence();
    const { envelope, address } = await calls.envelope(owner, { promptId, recipient: user, expiresInSeconds: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1050));
    await expectRefused(envelope, user);
    expect((await audits(address.id)).at(-1)).toMatchObject({ action: 'open', outcome: 'time' });
  });

  it('is counted by how far it came, signatures by themselves', async () => {
    const { user, bytes } = await correspondence();
    bytes[bytes.length - 1]! ^= 1;
    await expectRefused(bytes, user);
    const metrics = await vault.client.stream('GET', '/metrics');
    const text = Buffer.concat(await metrics.body.toArray()).toString();
    expect(text).toMatch(/vault_failed_signatures_total\{service="vault"\} [1-9]/);
    expect(text).toMatch(/vault_failed_openings_total\{stage="signature",service="vault"\} [1-9]/);
    expect(text).toMatch(/vault_operation_seconds_count\{service="vault",operation="open"\} [1-9]/);
    expect(text).toMatch(/vault_failed_authentications_total/);
  });
});

describe('an envelope to an app', () => {
  it('opens for the user who made it and for no other', async () => {
    const { owner, user, promptId } = await correspondence();
    const { envelope } = await calls.envelope(owner, { promptId, recipient: 'app:ai' });
    await expectRefused(envelope, 'app:ai', `user:${randomUUID()}`);
    await expectRefused(envelope, user);
    await expectRefused(envelope, 'app:pdf', user);
    await expect(calls.open(envelope, 'app:ai', user)).resolves.toMatchObject({ content: { from: user } });
  });

  it('is answered in one to the user, signed by the app', async () => {
    const { user, address } = await correspondence();
    const reply = await calls.reply({ sender: 'app:ai', recipient: user, text: 'Here you are.', model: 'offline/assistant', replyTo: address.id });
    expect(reply.address).toMatchObject({ sender: 'app:ai', recipient: user });
    await expectRefused(reply.envelope, 'app:ai');
    expect((await calls.open(reply.envelope, user)).content).toEqual({ kind: 'answer', text: 'Here you are.', model: 'offline/assistant', replyTo: address.id });
  });
});

describe('the ids of opened envelopes', () => {
  it('are kept as long as their envelope could be opened, and then forgotten', async () => {
    const repository = vault.service.app.get(EnvelopeRepository);
    const [live, dead] = [randomUUID(), randomUUID()];
    await repository.remember(live, Date.now() + 60_000);
    await repository.remember(dead, Date.now() - 7_200_000);
    await vault.service.app.get(Expiry).run();
    expect(await vault.query('SELECT id FROM opened_envelope WHERE id = ANY($1)', [[live, dead]])).toEqual([{ id: live }]);
  });

  it('are those of the header', async () => {
    const { bytes, address } = await correspondence();
    expect(readEnvelopeAddress(bytes).id).toBe(address.id);
  });
});
