import { readForwarded } from './forwarded.js';

describe('readForwarded', () => {
  it.each([
    ['9.9.9.9', '9.9.9.9'],
    ['6.6.6.6, 9.9.9.9', '9.9.9.9'],
    ['127.0.0.1,evil,2001:db8::1', '2001:db8::1'],
    ['9.9.9.9, ', undefined],
    ['9.9.9.9, unknown', undefined],
    ['9.9.9.9:1234', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('takes from X-Forwarded-For %j the address %j', (header, address) => {
    expect(readForwarded({ 'x-forwarded-for': header }).address).toBe(address);
  });

  it.each([
    ['https', true],
    ['HTTPS', true],
    ['https, http', false],
    ['http, https', true],
    [undefined, false],
  ])('takes X-Forwarded-Proto %j as secure: %j', (header, secure) => {
    expect(readForwarded({ 'x-forwarded-proto': header }).secure).toBe(secure);
  });

  it('looks at no other header', () => {
    const headers = { forwarded: 'for=9.9.9.9;proto=https', 'x-real-ip': '9.9.9.9', 'x-client-ip': '9.9.9.9', 'cf-connecting-ip': '9.9.9.9' };
    expect(readForwarded(headers)).toEqual({ address: undefined, secure: false });
  });
});
