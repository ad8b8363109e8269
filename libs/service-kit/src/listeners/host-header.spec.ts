import { hasTwoHosts, isHost } from './host-header.js';

it.each(['localhost', 'app', 'my_service', 'mates.example', 'Mates.Example.', 'xn--mnchen-3ya.example', '127.0.0.1', 'localhost:8080', '127.0.0.1:65535', '[::1]', '[::ffff:127.0.0.1]:443'])('takes %s', (host) => {
  expect(isHost(host)).toBe(true);
});

it.each(['', ' ', 'a b', 'a?b', 'a#b', 'a/b', 'a\\b', 'a@b', 'a,b', 'a%00', '"', '-a', '.', ':80', 'a:', 'a:b', 'a:80:80', 'a:99999', 'a:-1', '::1', '[::1', '[]', '[x]', 'ä.example', 'a\n', 'a'.repeat(300)])('refuses %j', (host) => {
  expect(isHost(host)).toBe(false);
});

it.each([
  [[], false],
  [['Host', 'a', 'Accept', 'host'], false],
  [['Host', 'a', 'X-A', 'b', 'hOST', 'a'], true],
])('counts the hosts in %j', (raw, two) => {
  expect(hasTwoHosts(raw)).toBe(two);
});
