import { createDecipheriv, hkdfSync } from 'node:crypto';
import { DoesNotOpen, fromBase64, TransitKey, type KeyWish } from './transit-key.js';

const plain: KeyWish = { type: 'aes256-gcm96', derived: false, exportable: true, allowPlaintextBackup: false, autoRotatePeriod: 0 };
const NONE = Buffer.alloc(0);

/** Opens a ciphertext with nothing but the exported key. */
function openByHand(key: TransitKey, ciphertext: string, context: Buffer): string {
  const [, version = '', encoded = ''] = /^vault:v(\d+):(.*)$/.exec(ciphertext) ?? [];
  const root = Buffer.from(key.exported()[version] ?? '', 'base64');
  const used = context.length > 0 ? Buffer.from(hkdfSync('sha256', root, NONE, context, 32)) : root;
  const sealed = Buffer.from(encoded, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', used, sealed.subarray(0, 12)).setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('utf8');
}

describe('a transit key', () => {
  it('encrypts as AES-256-GCM with the nonce before and the tag behind', () => {
    const key = new TransitKey('k', { ...plain }, 0);
    expect(openByHand(key, key.encrypt(Buffer.from('text'), NONE), NONE)).toBe('text');
  });

  it('derives the key of a context by HKDF-SHA256 without salt, the context as info', () => {
    const key = new TransitKey('k', { ...plain, derived: true }, 0);
    const context = Buffer.from('here');
    expect(openByHand(key, key.encrypt(Buffer.from('text'), context), context)).toBe('text');
  });

  it('ignores a context when it does not derive', () => {
    const key = new TransitKey('k', { ...plain }, 0);
    expect(key.decrypt(key.encrypt(Buffer.from('text'), Buffer.from('here')), NONE).toString()).toBe('text');
  });

  it('can be 128 bits long', () => {
    const key = new TransitKey('k', { ...plain, type: 'aes128-gcm96' }, 0);
    expect(Buffer.from(key.exported()['1'] ?? '', 'base64')).toHaveLength(16);
    expect(key.decrypt(key.encrypt(Buffer.from('text'), NONE), NONE).toString()).toBe('text');
  });

  it('rotates once when its period is over', () => {
    const key = new TransitKey('k', { ...plain, autoRotatePeriod: 3600 }, 0);
    key.rotateWhenDue(3_599_999);
    expect(key.latestVersion).toBe(1);
    key.rotateWhenDue(3_600_000);
    key.rotateWhenDue(3_600_001);
    expect(key.latestVersion).toBe(2);
  });

  it('reads version 0 as the first', () => {
    const key = new TransitKey('k', { ...plain }, 0);
    expect(key.decrypt(key.encrypt(Buffer.from('text'), NONE).replace('v1', 'v0'), NONE).toString()).toBe('text');
  });

  it('tells what does not open from what is refused', () => {
    const key = new TransitKey('k', { ...plain }, 0);
    const sealed = key.encrypt(Buffer.from('text'), NONE);
    expect(() => key.decrypt(sealed, NONE, Buffer.from('more'))).toThrow(DoesNotOpen);
    expect(() => key.decrypt(sealed.replace('v1', 'v2'), NONE)).toThrow('too new');
  });
});

describe('base64', () => {
  it.each(['A', 'AAA', 'A===', 'AA=A', 'AA-_', ' AAAA', 'AAAA\n'])('%j is none', (source) => {
    expect(fromBase64(source)).toBeNull();
  });
});
