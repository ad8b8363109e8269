import { createPublicKey, randomUUID } from 'node:crypto';
import { ADDRESSED_SUITES, keyOf } from '../../test/keys.js';
import { EnvelopeSuiteError } from '../errors/envelope-suite.errors.js';
import { addressedSuiteOf } from '../suites/registry.js';
import type { KeyUse } from './envelope-key.js';
import { publicKeyDocument, readPublicKeyDocument } from './key-document.js';
import { exportPrivateKey, importPrivateKey, newEnvelopeKey } from './key-pairs.js';

const USES: KeyUse[] = ['enc', 'sig'];
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

describe.each(ADDRESSED_SUITES)('keys of suite %p', (suite) => {
  it.each(USES)('for "%s" come back from their private bytes', async (use) => {
    const { privateKey, publicKey, ...facts } = await keyOf(use, suite, 'ai');
    const back = importPrivateKey(facts, exportPrivateKey({ ...facts, privateKey, publicKey }));
    expect(back.privateKey.equals(privateKey)).toBe(true);
    expect(back.publicKey.equals(publicKey)).toBe(true);
    expect(back).toMatchObject(facts);
  });

  it.each(USES)('for "%s" come back from what a directory publishes', async (use) => {
    const key = await keyOf(use, suite, 'ai');
    const document = publicKeyDocument(key);
    expect(Object.keys(document).filter((member) => PRIVATE_MEMBERS.includes(member))).toEqual([]);
    const back = readPublicKeyDocument(JSON.parse(JSON.stringify(document)) as typeof document);
    expect(back.publicKey.equals(key.publicKey)).toBe(true);
    expect(back).toMatchObject({ keyId: key.keyId, owner: 'ai', use, suite, version: 1 });
    expect(back).not.toHaveProperty('privateKey');
  });

  it('do not pass for keys of another suite', async () => {
    const document = publicKeyDocument(await keyOf('enc', suite, 'ai'));
    for (const other of ADDRESSED_SUITES.filter((candidate) => candidate !== suite)) {
      expect(() => readPublicKeyDocument({ ...document, suite: other })).toThrow(TypeError);
    }
    expect(() => readPublicKeyDocument({ ...document, suite: 0x0020 })).toThrow(EnvelopeSuiteError);
  });
});

describe('newEnvelopeKey', () => {
  it('makes up an id, and takes one that is given', async () => {
    const facts = { use: 'sig', suite: 0x0010, owner: 'vault', version: 3 } as const;
    const [one, other] = [await newEnvelopeKey(facts), await newEnvelopeKey(facts)];
    expect(one.keyId).not.toBe(other.keyId);
    expect(one.publicKey.equals(other.publicKey)).toBe(false);
    expect(createPublicKey(one.privateKey).equals(one.publicKey)).toBe(true);
    const keyId = randomUUID();
    expect(await newEnvelopeKey({ ...facts, keyId })).toMatchObject({ ...facts, keyId });
  });

  it('knows no keys for stored content', async () => {
    await expect(newEnvelopeKey({ use: 'enc', suite: 0x0020, owner: 'ai', version: 1 })).rejects.toThrow(EnvelopeSuiteError);
  });
});

describe('damaged keys', () => {
  const facts = { keyId: randomUUID(), owner: 'ai', version: 1, suite: 0x0010 } as const;

  it('are refused without a word about their bytes', () => {
    expect(() => importPrivateKey({ ...facts, use: 'enc' }, Buffer.from('not a key'))).toThrow(new TypeError('these bytes are not such a key'));
    expect(() => readPublicKeyDocument({ ...facts, kid: facts.keyId, use: 'enc', kty: 'OKP', crv: 'X25519', x: 'AA' })).toThrow(TypeError);
  });

  it('are refused when an encryption key is given for signing', async () => {
    const signing = await keyOf('sig', 0x0010, 'ai');
    expect(() => importPrivateKey({ ...facts, use: 'enc' }, exportPrivateKey(signing))).toThrow(TypeError);
    expect(addressedSuiteOf(0x0010).fitsRecipient(signing.publicKey)).toBe(false);
  });
});
