import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../free-port.js';

const IMAGE = 'motoserver/moto:5.1.0';
const LONGEST_S = 900;
const run = promisify(execFile);

/** A moto server (https://docs.getmoto.org) that speaks S3 and keeps everything in memory. Any credentials open it. */
export interface TestS3 {
  endpoint: string;
  close(): Promise<void>;
}

/** Whether a container engine answers that has the image of moto and shares the network of this machine, as on Linux. */
export function hasMoto(): boolean {
  return process.platform === 'linux' && spawnSync('docker', ['image', 'inspect', IMAGE], { stdio: 'ignore', timeout: 10_000 }).status === 0;
}

/**
 * Starts moto in a container on a free port of the loopback interface, without a network of its own: a browser in a test beside
 * this one would take its coming and going for a change of its own network. It ends by itself after a quarter of an hour,
 * whatever becomes of the test.
 */
export async function startTestS3(): Promise<TestS3> {
  const name = `mateship-test-s3-${randomBytes(6).toString('hex')}`;
  const port = await freePort();
  const server = ['-s', 'KILL', String(LONGEST_S), 'python3', '-c', 'from moto.server import main; main()', '-H', '127.0.0.1', '-p', String(port)];
  await run('docker', ['run', '--detach', '--rm', '--init', '--name', name, '--network', 'host', '--memory', '512m', '--entrypoint', 'timeout', IMAGE, ...server]);
  const close = async () => void (await run('docker', ['rm', '--force', name]).catch(() => undefined));
  try {
    const endpoint = `http://127.0.0.1:${port}`;
    await untilAnswered(endpoint);
    return { endpoint, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function untilAnswered(endpoint: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const response = await fetch(`${endpoint}/moto-api/`).catch(() => null);
    await response?.body?.cancel();
    if (response?.ok) return;
    await sleep(100);
  }
  throw new Error('moto does not answer.');
}
