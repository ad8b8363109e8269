import { createHmac } from 'node:crypto';
import { deriveMacKey, sha256hex } from './mac-key.js';

it('derives another key for every direction and secret', () => {
  const keys = ['gateway->app:a', 'app:a->gateway', 'gateway->app:b'].map((direction) => deriveMacKey(Buffer.alloc(32, 1), direction).export().toString('hex'));
  keys.push(deriveMacKey(Buffer.alloc(32, 2), 'gateway->app:a').export().toString('hex'));
  expect(new Set(keys).size).toBe(4);
});

it('derives by HKDF-SHA256 as RFC 5869 says', () => {
  const hmac = (key: Buffer, data: Buffer) => createHmac('sha256', key).update(data).digest();
  const secret = Buffer.alloc(32, 7);
  const expected = hmac(hmac(Buffer.alloc(32), secret), Buffer.concat([Buffer.from('mateship mac v1 gateway->vault'), Buffer.from([1])]));
  expect(deriveMacKey(secret, 'gateway->vault').export()).toEqual(expected);
});

it('hashes no bytes to the known value', () => {
  expect(sha256hex(Buffer.alloc(0))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});
