import { randomUUID } from 'node:crypto';
import { VAULT_SERVICE_PATHS } from '@mateship/contracts';
import { newEnvelopeKey, sealEnvelope, type SealEnvelopeRequest } from '@mateship/crypto';
import { signedFaults, withFault } from '@mateship/crypto/testing';
import { PartyKeys } from '../src/directory/party-keys.js';
import { ENVELOPE_CONTEXT, encodeContent } from '../src/envelopes/envelope-content.js';
import { type RunningVault, startVault } from './running-vault.js';
import { serviceCalls } from './service-calls.js';

// Many operations with private keys, also on a busy machine.
jest.setTimeout(120_000);

const TIMES = 5;
const SUITES = [16, 2];

let vault: RunningVault;
beforeAll(async () => {
  vault = await startVault();
});
afterAll(() => vault.close());

/** What the vault answers, without what differs from one request to the next. */
async function answerTo(envelope: Buffer, recipient: string, onBehalfOf: string | null = null) {
  const body = Buffer.from(JSON.stringify({ envelope: envelope.toString('base64'), recipient, onBehalfOf }));
  const { status, headers, body: stream } = await vault.client.stream('POST', VAULT_SERVICE_PATHS.envelopes.open, body, { headers: { 'content-type': 'application/json' } });
  const text = Buffer.concat(await stream.toArray()).toString();
  const shown = text.replace(/"timestamp":"[^"]+"/, '"timestamp":""').replace(/"requestId":"[^"]+"/, '"requestId":""');
  return JSON.stringify([status, Object.keys(headers), headers['content-type'], headers['content-length'], shown]);
}

/** A user, the keys with which the vault writes to them, and how an envelope of theirs can be made by hand. */
async function correspondents(suite: number) {
  const ownerId = randomUUID();
  const user = `user:${ownerId}`;
  const keys = vault.service.app.get(PartyKeys);
  const sender = await keys.current({ owner: 'vault', use: 'sig', suite }, true);
  const recipient = await keys.current({ owner: user, use: 'enc', suite }, true);
  const created = Date.now();
  const plaintext = encodeContent({ kind: 'prompt', promptId: randomUUID(), version: 1, name: 'n', text: 't', from: user });
  const sound = { sender, recipient, plaintext, context: ENVELOPE_CONTEXT, created, expires: created + 60_000 };
  const sealed = (change: Partial<SealEnvelopeRequest> = {}) => sealEnvelope({ ...sound, ...change });
  return { user, sender, recipient, created, sealed };
}

const flipped = (bytes: Buffer, at: number) => Buffer.from(bytes.map((byte, place) => (place === at ? byte ^ 1 : byte)));

describe.each(SUITES)('envelopes of suite %i', (suite) => {
  /** One of each kind that is refused, with the names of the kinds. */
  async function refused(): Promise<{ user: string; envelopes: Record<string, Buffer> }> {
    const { user, sender, recipient, created, sealed } = await correspondents(suite);
    const sound = await sealed();
    const stranger = await newEnvelopeKey({ owner: 'vault', use: 'sig', suite, version: 1 });
    const impostor = { ...stranger, keyId: sender.keyId };
    const other = await correspondents(suite);
    const unknown = { ...recipient, keyId: randomUUID() };
    const replayed = await sealed();
    await serviceCalls(vault).open(replayed.toString('base64'), user);
    const faults = await Promise.all(signedFaults(suite).map(async (fault) => [fault, await withFault(fault, sound, { sender, recipient, context: ENVELOPE_CONTEXT })] as const));
    return {
      user,
      envelopes: {
        ...Object.fromEntries(faults),
        signature: flipped(sound, sound.length - 1),
        'signature of nobody': await sealed({ sender: stranger }),
        'signature of an impostor': await sealed({ sender: impostor }),
        expired: await sealed({ created: created - 7_200_000, expires: created - 3_600_000 }),
        'from the future': await sealed({ created: created + 3_600_000, expires: created + 7_200_000 }),
        'unknown key': await sealed({ recipient: unknown }),
        'other version of the key': await sealed({ recipient: { ...recipient, version: 2 } }),
        'key of somebody else': await other.sealed(),
        'in the name of somebody else': await sealed({ recipient: { ...recipient, owner: other.user } }),
        'content that is none': await sealed({ plaintext: Buffer.from('{}') }),
        'no content': await sealed({ plaintext: Buffer.alloc(0) }),
        'suite that is none': flipped(sound, 9),
        'bytes that are none': Buffer.from('junk'),
        replayed,
      },
    };
  }

  it('are refused with one answer, byte by byte, whatever is wrong with them', async () => {
    const { user, envelopes } = await refused();
    const expected = await answerTo(envelopes['bytes that are none']!, user);
    expect(JSON.parse(expected)[0]).toBe(422);
    expect(expected).toContain('DECRYPTION_FAILED');
    const answers = await Promise.all(Object.entries(envelopes).map(async ([kind, envelope]) => [kind, await answerTo(envelope, user)]));
    expect(Object.fromEntries(answers)).toEqual(Object.fromEntries(Object.keys(envelopes).map((kind) => [kind, expected])));
    expect(answers.length).toBeGreaterThanOrEqual(21);
  });

  it('with a bad block stay refused however often they come, and leave the sound one as it is', async () => {
    const { user, sender, recipient, sealed } = await correspondents(suite);
    const sound = await sealed();
    const expected = await answerTo(Buffer.from('junk'), user);
    const seen = new Set<string>();
    for (let time = 0; time < TIMES; time += 1) {
      for (const fault of signedFaults(suite)) seen.add(await answerTo(await withFault(fault, sound, { sender, recipient, context: ENVELOPE_CONTEXT }), user));
    }
    expect([...seen]).toEqual([expected]);
    await expect(serviceCalls(vault).open(sound.toString('base64'), user)).resolves.toMatchObject({ content: { text: 't' } });
  });
});
