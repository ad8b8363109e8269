import { createHmac, createPublicKey } from 'node:crypto';
import { nodeX25519Kem } from '../../src/hpke/node-x25519-kem.js';
import { addressedSuiteOf } from '../../src/suites/registry.js';
import { hex } from '../fixtures.js';
import { rawPrivateKey } from '../keys.js';
import { describeVectors, wycheproof } from './vector-files.js';

interface Vector {
  public: string;
  private: string;
  shared: string;
}

const KEM_ID = Buffer.concat([Buffer.from('KEM'), Buffer.from([0, 0x20])]);

/** What DHKEM of RFC 9180, section 4.1, makes of a shared point; written apart from the library. */
function kemSecret(dh: Buffer, encapsulated: Buffer, recipient: Buffer): string {
  const prk = createHmac('sha256', Buffer.alloc(32)).update(Buffer.concat([Buffer.from('HPKE-v1'), KEM_ID, Buffer.from('eae_prk'), dh])).digest();
  const info = Buffer.concat([Buffer.from([0, 32]), Buffer.from('HPKE-v1'), KEM_ID, Buffer.from('shared_secret'), encapsulated, recipient]);
  return createHmac('sha256', prk).update(info).update(Buffer.from([1])).digest('hex');
}

function publicPart(raw: Buffer): Buffer {
  return Buffer.from(createPublicKey(rawPrivateKey('x25519', raw)).export({ format: 'jwk' }).x!, 'base64url');
}

describeVectors('X25519 through the KEM of suite 0x0010', () => {
  const all = wycheproof<Vector>('x25519_test.json');
  const refused = all.filter(({ flags }) => flags.includes('ZeroSharedSecret'));
  const agreed = all.filter((vector) => !refused.includes(vector));
  const kem = nodeX25519Kem();
  const decap = async (vector: Vector) => {
    const recipient = publicPart(hex(vector.private));
    const privateKey = await kem.DeserializePrivateKey(Uint8Array.from(hex(vector.private)), false);
    const publicKey = await kem.DeserializePublicKey(Uint8Array.from(recipient));
    return { recipient, secret: await kem.Decap(Uint8Array.from(hex(vector.public)), privateKey, publicKey) };
  };

  it('has 487 vectors in policy and 31 whose shared secret is zero', () => {
    expect([agreed.length, refused.length]).toEqual([487, 31]);
  });

  it.each(agreed)('$result $tcId: $comment', async (vector) => {
    const { recipient, secret } = await decap(vector);
    expect(Buffer.from(secret).toString('hex')).toBe(kemSecret(hex(vector.shared), hex(vector.public), recipient));
  });

  it.each(refused)('refuses $tcId on purpose: $comment', async (vector) => {
    await expect(decap(vector)).rejects.toThrow();
    const wrapped = Buffer.concat([hex(vector.public), Buffer.alloc(48)]);
    expect(await addressedSuiteOf(0x0010).unwrap(rawPrivateKey('x25519', hex(vector.private)), Buffer.alloc(0), wrapped)).toBeNull();
  });
});
