import { execFileSync } from 'node:child_process';

/** RSA-2048 signatures a second that one core makes, by `openssl speed`. */
export function rsaSignsPerSecond() {
  const figure = Number(/^\+F2:\d+:2048:([\d.]+):/m.exec(speed('rsa2048'))[1]);
  // Some versions print seconds for one, others how many in a second.
  return figure < 1 ? 1 / figure : figure;
}

/** MB/s of AES-256-GCM in pieces of 16 KiB on one core, by `openssl speed`. */
export function gcmMegabytesPerSecond() {
  const text = speed('-bytes', '16384', '-evp', 'aes-256-gcm');
  return Number(/^\+F:\d+:AES-256-GCM:([\d.]+)/im.exec(text)[1]) / 1e6;
}

function speed(...args) {
  return execFileSync('openssl', ['speed', '-mr', '-seconds', '1', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}
