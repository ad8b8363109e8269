import type { FastifyRequest } from 'fastify';
import { addressOf, callerOf, namedAccountOf } from './trackers.js';

const requestFrom = (remoteAddress: string | undefined, rest: object = {}) => ({ socket: { remoteAddress }, headers: {}, ...rest }) as unknown as FastifyRequest;

describe('addressOf', () => {
  it.each([
    ['1.2.3.4', '1.2.3.4'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['::FFFF:102:304', '1.2.3.4'],
    ['2001:db8::1', '2001:db8::/64'],
    ['2001:0db8:0:0:ffff::2', '2001:db8::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['::1', '::1'],
    [undefined, 'unix'],
  ])('spells %s as %s', (remote, spelled) => {
    expect(addressOf(requestFrom(remote))).toBe(spelled);
  });

  it('keeps IPv4 clients apart', () => {
    expect(addressOf(requestFrom('::ffff:1.2.3.5'))).not.toBe(addressOf(requestFrom('1.2.3.4')));
  });

  it('does not read forwarded headers', () => {
    const headers = { 'x-forwarded-for': '9.9.9.9', forwarded: 'for=9.9.9.9' };
    expect(addressOf(requestFrom('1.2.3.4', { headers }))).toBe('1.2.3.4');
  });
});

describe('addressOf behind a trusted proxy', () => {
  it('is the address that the proxy saw, in one spelling', () => {
    expect(addressOf(requestFrom(undefined, { forwarded: { address: '::ffff:9.9.9.9', secure: false } }))).toBe('9.9.9.9');
    expect(addressOf(requestFrom('10.0.0.1', { forwarded: { address: '2001:db8::7', secure: true } }))).toBe('2001:db8::/64');
  });

  it('is the peer when the proxy names none', () => {
    expect(addressOf(requestFrom(undefined, { forwarded: { address: undefined, secure: true } }))).toBe('unix');
  });
});

describe('callerOf', () => {
  it('is the account where somebody is signed in, else the address', () => {
    expect(callerOf(requestFrom('1.2.3.4', { principal: { userId: 'u1' } }))).toBe('u1');
    expect(callerOf(requestFrom('1.2.3.4'))).toBe('1.2.3.4');
  });
});

describe('namedAccountOf', () => {
  it('is the account in its one spelling', () => {
    expect(namedAccountOf(requestFrom('1.2.3.4', { body: { login: ' ALICE' } }), 'login')).toBe('alice');
  });

  it.each([undefined, null, 'alice', {}, { login: 5 }, { login: ['alice'] }, { login: { $ne: '' } }])('is the address when the body is %j', (body) => {
    expect(namedAccountOf(requestFrom('1.2.3.4', { body }), 'login')).toBe('1.2.3.4');
  });
});
