import { parseAddress } from './address.js';

it.each([
  ['unix:/run/a.sock', { path: '/run/a.sock', mode: 0o600 }],
  ['unix:/run/a.sock?mode=0666', { path: '/run/a.sock', mode: 0o666 }],
  ['127.0.0.1:0', { host: '127.0.0.1', port: 0 }],
  ['localhost:8080', { host: 'localhost', port: 8080 }],
  ['[::1]:8080', { host: '::1', port: 8080 }],
])('reads %s', (text, address) => {
  expect(parseAddress(text)).toEqual(address);
});

it.each(['', '8080', 'unix:relative.sock', 'unix:/a?mode=abc', 'unix:/a?mode=9999', 'http://a:1', 'a:', '::1:80'])('refuses "%s"', (text) => {
  expect(() => parseAddress(text)).toThrow('is not an address');
});
