import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { encodeAddress } from '../src/addressed/address.js';
import { ChunkSealer } from '../src/chunked/chunk-sealer.js';
import { derivationContext } from '../src/envelope/derivation-context.js';
import { encodeContext, openEnvelope } from '../src/index.js';
import { addressedSuiteOf } from '../src/suites/registry.js';
import { flipBit, hex, vectors } from './fixtures.js';
import { outwardError, REFUSED } from './correspondence.js';
import { OPEN_POLICY } from './keys.js';

interface Vector {
  suite: number;
  recipient: string;
  signer: string;
  keyId: string;
  keyVersion: number;
  sender: string;
  recipientName: string;
  created: number;
  expires: number;
  id: string;
  signerKeyId: string;
  context: string;
  secret: string;
  salt: string;
  plaintext: string;
  header: string;
  envelope: string;
}

const privateKeyOf = (pkcs8: string): KeyObject => createPrivateKey({ key: hex(pkcs8), format: 'der', type: 'pkcs8' });

function open(vector: Vector, envelope = hex(vector.envelope)) {
  const [privateKey, signer] = [privateKeyOf(vector.recipient), privateKeyOf(vector.signer)];
  const { suite, keyId, keyVersion: version, signerKeyId } = vector;
  return openEnvelope(envelope, {
    keys: () => ({ keyId, owner: vector.recipientName, use: 'enc', suite, version, privateKey, publicKey: createPublicKey(privateKey) }),
    senders: () => ({ keyId: signerKeyId, owner: vector.sender, use: 'sig', suite, version: 1, publicKey: createPublicKey(signer) }),
    context: hex(vector.context),
    policy: OPEN_POLICY,
    now: vector.created,
  });
}

function partsOf(vector: Vector) {
  const { wrappedBytes, signatureBytes } = addressedSuiteOf(vector.suite);
  const [envelope, start] = [hex(vector.envelope), hex(vector.header).length];
  return { signed: envelope.subarray(0, -signatureBytes), wrapped: envelope.subarray(start, start + wrappedBytes), body: envelope.subarray(start + wrappedBytes, -signatureBytes) };
}

const all = vectors<Vector>('addressed.json');

describe('own vectors of the suites between two parties', () => {
  it.each(all)('open in suite $suite', async (vector) => {
    const { plaintext, address } = await open(vector);
    expect(plaintext.toString('hex')).toBe(vector.plaintext);
    expect(address).toMatchObject({ sender: 'vault', recipient: 'app:ai', id: vector.id, created: vector.created, expires: vector.expires });
  });

  it.each(all)('have the header that we write, in suite $suite', (vector) => {
    expect(encodeAddress({ ...vector, recipient: vector.recipientName }).toString('hex')).toBe(vector.header);
  });

  it.each(all)('hold the secret that was wrapped, in suite $suite', async (vector) => {
    const bound = derivationContext(hex(vector.header), hex(vector.context));
    const secret = await addressedSuiteOf(vector.suite).unwrap(privateKeyOf(vector.recipient), bound, partsOf(vector).wrapped);
    expect(secret?.toString('hex')).toBe(vector.secret);
  });

  it.each(all.filter(({ suite }) => suite === 0x0010))('are made again byte by byte, but for the wrapped secret', async (vector) => {
    const { signed, body } = partsOf(vector);
    const bound = derivationContext(hex(vector.header), hex(vector.context));
    const sealer = new ChunkSealer(hex(vector.secret), bound, hex(vector.salt));
    expect(Buffer.concat(sealer.update(hex(vector.plaintext), true)).equals(body)).toBe(true);
    const signature = await addressedSuiteOf(0x0010).sign(privateKeyOf(vector.signer), signed);
    expect(signature.equals(hex(vector.envelope).subarray(-64))).toBe(true);
  });

  it.each(all)('do not open after a change, in suite $suite', async (vector) => {
    expect(await outwardError(open(vector, flipBit(hex(vector.envelope), 2000)))).toBe(REFUSED);
  });
});

describe('the example of the format document', () => {
  const document = readFileSync(path.join(__dirname, '../../../docs/architecture/envelope-format.md'), 'utf8');
  const example = JSON.parse(/Between two parties[\s\S]*?```json\n([\s\S]*?)```/.exec(document.slice(document.indexOf('## Examples')))![1]!) as Vector & {
    plaintextText: string;
    contextFields: Record<string, string | number>;
  };

  it('opens', async () => {
    expect((await open(example)).plaintext.toString()).toBe(example.plaintextText);
    expect(encodeContext(example.contextFields).toString('hex')).toBe(example.context);
  });

  it('is one of the vectors', () => {
    expect(all.map(({ envelope }) => envelope)).toContain(example.envelope);
  });
});
