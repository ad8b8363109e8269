import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { addToRecordSet, EMPTY_RECORD_SET, recordDigest, recordSetKey } from './record-set.js';

const CONTEXT = Buffer.from('set one');

describe('a set of records', () => {
  const key = randomBytes(32);
  const digest = (id: string, body: string) => recordDigest(key, Buffer.from(id), Buffer.from(body));
  const sumOf = (...digests: Buffer[]) => digests.reduce<Buffer>((sum, one) => addToRecordSet(sum, one), EMPTY_RECORD_SET);

  it('has the same sum in whatever order its records came', () => {
    const [a, b, c] = [digest('a', '1'), digest('b', '2'), digest('c', '3')];
    expect(sumOf(a, b, c)).toEqual(sumOf(c, a, b));
  });

  it('forgets a record that is taken out', () => {
    const [a, b] = [digest('a', '1'), digest('b', '2')];
    expect(addToRecordSet(sumOf(a, b), b)).toEqual(sumOf(a));
    expect(sumOf(a, a)).toEqual(EMPTY_RECORD_SET);
  });

  it('has another sum when bodies change places', () => {
    expect(sumOf(digest('a', '1'), digest('b', '2'))).not.toEqual(sumOf(digest('a', '2'), digest('b', '1')));
  });

  it('tells context and body apart wherever the border lies', () => {
    expect(recordDigest(key, Buffer.from('ab'), Buffer.from('c'))).not.toEqual(recordDigest(key, Buffer.from('a'), Buffer.from('bc')));
  });

  it('has another key for each data key and each set', () => {
    const data = randomBytes(32);
    expect(recordSetKey(data, CONTEXT)).toEqual(recordSetKey(data, CONTEXT));
    expect(recordSetKey(data, CONTEXT)).not.toEqual(recordSetKey(data, Buffer.from('set two')));
    expect(recordSetKey(data, CONTEXT)).not.toEqual(recordSetKey(randomBytes(32), CONTEXT));
  });

  it('has the key that HKDF-SHA512 gives for the use "record-set" and the context of the set', () => {
    const data = randomBytes(32);
    // { use: 'record-set', context: CONTEXT } as `encodeContext` gives it
    const info = Buffer.from('0002' + '03757365' + '010000000a' + '7265636f72642d736574' + '07636f6e74657874' + '0300000007' + CONTEXT.toString('hex'), 'hex');
    expect(recordSetKey(data, CONTEXT)).toEqual(Buffer.from(hkdfSync('sha512', data, Buffer.alloc(0), info, 32)));
  });

  it('leaves what it is given untouched', () => {
    const sum = sumOf(digest('a', '1'));
    const before = Buffer.from(sum);
    addToRecordSet(sum, digest('b', '2'));
    expect(sum).toEqual(before);
    expect(EMPTY_RECORD_SET).toEqual(Buffer.alloc(32));
  });

  it.each([[31, 32], [32, 33]])('refuses a sum of %d and a digest of %d bytes', (sum, one) => {
    expect(() => addToRecordSet(Buffer.alloc(sum), Buffer.alloc(one))).toThrow(RangeError);
  });

  it('has the digest that HMAC-SHA256 gives elsewhere', () => {
    // printf '\0\0\0\001c\0\0\0\001b' | openssl dgst -sha256 -hmac k
    expect(recordDigest(Buffer.from('k'), Buffer.from('c'), Buffer.from('b')).toString('hex')).toBe('95f333de50ec19c9aa022f599d1999d916c423a62259d6dabf8ab21eba7a4203');
  });

  it('is the HMAC of node:crypto for keys of every length that it takes', () => {
    for (const length of [0, 1, 32, 63, 64]) {
      const [random, body] = [randomBytes(length), randomBytes(length * 20)];
      const framed = Buffer.concat([Buffer.from([0, 0, 0, CONTEXT.length]), CONTEXT, Buffer.from([0, 0, body.length >> 8, body.length & 255]), body]);
      expect(recordDigest(random, CONTEXT, body)).toEqual(createHmac('sha256', random).update(framed).digest());
    }
    expect(() => recordDigest(randomBytes(65), CONTEXT, CONTEXT)).toThrow(RangeError);
  });
});
