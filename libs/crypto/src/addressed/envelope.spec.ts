import { randomBytes, randomUUID } from 'node:crypto';
import { correspondence, NOW, outwardError, promptContext, REFUSED, UNSUPPORTED } from '../../test/correspondence.js';
import { ADDRESSED_SUITES, keyOf, OPEN_POLICY } from '../../test/keys.js';
import { derivationContext } from '../envelope/derivation-context.js';
import { DecryptionError } from '../errors/decryption.errors.js';
import { addressedSuiteOf } from '../suites/registry.js';
import { DEFAULT_POLICY } from './policy.js';

const message = Buffer.from('What is the weather?');

describe.each(ADDRESSED_SUITES)('an envelope of suite %p', (suite) => {
  it.each([0, 1, 1024, 16_384, 50_000])('brings %p bytes to its recipient', async (size) => {
    const { seal, open, sender, recipient } = await correspondence(suite);
    const [plaintext, id] = [randomBytes(size), randomUUID()];
    const opened = await open(await seal(plaintext, { id }));
    expect(opened.plaintext.equals(plaintext)).toBe(true);
    expect(opened.address).toEqual({
      suite, id, keyId: recipient.keyId, keyVersion: 1, signerKeyId: sender.keyId, sender: 'vault', recipient: 'app:ai', created: NOW, expires: NOW + 60_000,
    });
  });

  it('is another one each time', async () => {
    const { seal } = await correspondence(suite);
    const [one, other] = [await seal(message, { id: randomUUID() }), await seal(message)];
    expect(one.equals(other)).toBe(false);
    expect(one.includes(message)).toBe(false);
  });

  it('does not open in another context, or without knowing sender or key', async () => {
    const { seal, open } = await correspondence(suite);
    const envelope = await seal(message);
    const attempts = [{ context: Buffer.alloc(0) }, { context: Buffer.from('chat c2') }, { senders: () => undefined }, { keys: () => undefined }];
    for (const attempt of attempts) expect(await outwardError(open(envelope, attempt))).toBe(REFUSED);
  });

  it('does not open when sender or recipient is somebody else', async () => {
    const { seal, open, sender, recipient } = await correspondence(suite);
    const envelope = await seal(message);
    const [otherSender, otherRecipient] = [await keyOf('sig', suite, 'other'), await keyOf('enc', suite, 'other')];
    const attempts = [
      { senders: () => ({ ...otherSender, keyId: sender.keyId, owner: 'vault' }) },
      { senders: () => ({ ...sender, owner: 'somebody' }) },
      { senders: () => ({ ...sender, use: 'enc' as 'sig' }) },
      { senders: () => otherSender },
      { keys: () => ({ ...otherRecipient, keyId: recipient.keyId, owner: 'app:ai' }) },
      { keys: () => ({ ...recipient, owner: 'app:pdf' }) },
      { keys: () => ({ ...recipient, version: 2 }) },
      { keys: () => otherRecipient },
    ];
    for (const attempt of attempts) expect(await outwardError(open(envelope, attempt))).toBe(REFUSED);
  });

  it('waits for keys that come from elsewhere and passes on why they do not come', async () => {
    const { seal, open, sender, recipient } = await correspondence(suite);
    const envelope = await seal(message);
    const slowly = { keys: async () => Promise.resolve(recipient), senders: async () => Promise.resolve(sender) };
    expect((await open(envelope, slowly)).plaintext).toEqual(message);
    await expect(open(envelope, { senders: () => Promise.reject(new Error('directory away')) })).rejects.toThrow('directory away');
  });

  it.each([
    ['from its end on', NOW + 60_000, 'time'],
    ['long after it', NOW + 1e9, 'time'],
    ['more than a minute before its beginning', NOW - 60_001, 'time'],
  ])('does not open %s', async (_name, now, stage) => {
    const { seal, open } = await correspondence(suite);
    const error = await open(await seal(message), { now }).catch((reason: unknown) => reason as DecryptionError);
    expect(DecryptionError.stageOf(error as DecryptionError)).toBe(stage);
    expect(await outwardError(Promise.reject(error as DecryptionError))).toBe(REFUSED);
  });

  it('opens up to its last millisecond, and for a sender whose clock is a minute ahead', async () => {
    const { seal, open } = await correspondence(suite);
    const envelope = await seal(message);
    for (const now of [NOW + 59_999, NOW - 60_000]) expect((await open(envelope, { now })).plaintext).toEqual(message);
  });

  it('is neither written nor opened where the policy does not list it', async () => {
    const { seal, open } = await correspondence(suite);
    const envelope = await seal(message);
    const others = ADDRESSED_SUITES.filter((id) => id !== suite);
    expect(await outwardError(open(envelope, { policy: { ...OPEN_POLICY, open: others } }))).toBe(UNSUPPORTED);
    expect(await outwardError(seal(message, { policy: { ...OPEN_POLICY, seal: others } }))).toBe(UNSUPPORTED);
  });

  it('is refused no sooner than one step after its signature was found good', async () => {
    const { seal, open } = await correspondence(suite);
    const envelope = await seal(message);
    for (const attempt of [{ context: Buffer.alloc(0) }, { context: Buffer.from('chat c2') }]) {
      const begun = performance.now();
      expect(await outwardError(open(envelope, attempt))).toBe(REFUSED);
      expect(performance.now() - begun).toBeGreaterThanOrEqual(2);
    }
  });

  it('tells metrics, not callers, where opening stopped', async () => {
    const { seal, open, recipient } = await correspondence(suite);
    const envelope = await seal(message);
    const stage = async (opening: Promise<unknown>) => DecryptionError.stageOf((await opening.catch((error: unknown) => error)) as DecryptionError);
    expect(await stage(open(Buffer.from('nothing')))).toBe('format');
    expect(await stage(open(envelope, { senders: () => undefined }))).toBe('signature');
    expect(await stage(open(envelope, { keys: () => ({ ...recipient, keyId: randomUUID() }) }))).toBe('content');
    expect(await stage(open(envelope, { context: Buffer.alloc(0) }))).toBe('content');
  });
});

describe('sealEnvelope', () => {
  it('says that two keys do not belong together when one is of another suite or for another use', async () => {
    const { seal, sender, recipient } = await correspondence(0x0010);
    const wrong = [{ sender: { ...sender, suite: 0x0002 } }, { sender: { ...sender, use: 'enc' as never } }, { recipient: { ...recipient, use: 'sig' as never } }];
    for (const keys of wrong) await expect(seal(message, keys)).rejects.toThrow(new TypeError('the keys do not belong together'));
  });

  it('refuses keys of two suites, keys for another use and a life beyond the policy', async () => {
    const { seal, sender, recipient } = await correspondence(0x0010);
    const rsa = await keyOf('sig', 0x0001, 'vault');
    await expect(seal(message, { sender: rsa })).rejects.toThrow(TypeError);
    await expect(seal(message, { sender: recipient as never })).rejects.toThrow(TypeError);
    await expect(seal(message, { recipient: sender as never })).rejects.toThrow();
    await expect(seal(message, { expires: NOW })).rejects.toThrow(RangeError);
    await expect(seal(message, { expires: NOW + 86_400_001 })).rejects.toThrow(RangeError);
  });

  it('does not write RSA-2048 unless the caller allows it', async () => {
    const classic = await correspondence(0x0001);
    expect(await outwardError(classic.seal(message, { policy: DEFAULT_POLICY }))).toBe(UNSUPPORTED);
    expect((await classic.open(await classic.seal(message), { policy: DEFAULT_POLICY })).plaintext).toEqual(message);
    for (const suite of DEFAULT_POLICY.seal) {
      const { seal, open } = await correspondence(suite);
      expect((await open(await seal(message, { policy: DEFAULT_POLICY }), { policy: DEFAULT_POLICY })).plaintext).toEqual(message);
    }
  });
});

describe('openEnvelope', () => {
  it('refuses a life that another policy allowed', async () => {
    const { seal, open } = await correspondence(0x0010);
    const envelope = await seal(message, { expires: NOW + 3_600_000 });
    expect(await outwardError(open(envelope, { policy: { ...OPEN_POLICY, maxLifeMs: 60_000 } }))).toBe(REFUSED);
  });

  it('goes on with a random secret when the unwrapped one is too short', async () => {
    const { seal, open, sender, recipient } = await correspondence(0x0001);
    const envelope = await seal(message);
    const suite = addressedSuiteOf(0x0001);
    const header = envelope.subarray(0, 6 + envelope.readUInt16BE(4));
    const short = await suite.wrap(recipient.publicKey, derivationContext(header, promptContext), randomBytes(16));
    const signed = Buffer.concat([header, short, envelope.subarray(header.length + suite.wrappedBytes, -suite.signatureBytes)]);
    const resigned = Buffer.concat([signed, await suite.sign(sender.privateKey, signed)]);
    expect(await outwardError(open(resigned))).toBe(REFUSED);
  });
});
