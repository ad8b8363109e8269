import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { tries } from '../../test/fixtures.js';
import { hkdfExpand } from './hkdf-expand.js';

const extract = (secret: Uint8Array): Buffer => createHmac('sha512', Buffer.alloc(64)).update(secret).digest();
const whole = (secret: Uint8Array, info: Uint8Array, length: number): Buffer => Buffer.from(hkdfSync('sha512', secret, Buffer.alloc(0), info, length));

describe('hkdfExpand', () => {
  it.each([1, 63, 64, 65, 76, 128, 129, 200, 16_320])('gives the same %p bytes as the whole HKDF after its Extract step', (length) => {
    const [secret, info] = [randomBytes(32), randomBytes(50)];
    expect(hkdfExpand(extract(secret), [info], length)).toEqual(whole(secret, info, length));
  });

  it('agrees for any key and info', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 1, max: 300 }), (secret, info, length) => {
        expect(hkdfExpand(extract(secret), [info], length)).toEqual(whole(secret, info, length));
      }),
      { numRuns: tries(100) },
    );
  });

  it('reads the parts of info as if they were joined', () => {
    const [secret, info] = [randomBytes(32), randomBytes(50)];
    const parts = [info.subarray(0, 20), Buffer.alloc(0), info.subarray(20)];
    expect(hkdfExpand(extract(secret), parts, 130)).toEqual(whole(secret, info, 130));
    expect(hkdfExpand(extract(secret), [], 64)).toEqual(whole(secret, Buffer.alloc(0), 64));
  });

  it('takes a key of a whole block', () => {
    const [key, info] = [randomBytes(128), randomBytes(20)];
    expect(hkdfExpand(key, [info], 64)).toEqual(createHmac('sha512', key).update(info).update(Buffer.of(1)).digest());
  });

  it('leaves key and info as they were', () => {
    const [key, info] = [Buffer.alloc(32, 1), Buffer.alloc(9, 2)];
    hkdfExpand(key, [info], 76);
    expect([key, info]).toEqual([Buffer.alloc(32, 1), Buffer.alloc(9, 2)]);
  });

  it('refuses more bytes than HKDF has and a key longer than a block', () => {
    expect(() => hkdfExpand(randomBytes(32), [], 16_321)).toThrow(RangeError);
    expect(() => hkdfExpand(randomBytes(129), [], 32)).toThrow(RangeError);
  });
});
