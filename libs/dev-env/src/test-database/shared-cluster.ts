import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgres } from '@mateship/database/embedded';
import { underLock } from './machine-lock.js';

/** A use of the shared cluster; the cluster ends some seconds after the last one is closed. */
export interface ClusterLease {
  socketFolder: string;
  port: number;
  /** Password of the superuser `postgres`. */
  password: string;
  close(): void;
}

/** What the pointer file says about the cluster that runs now. */
interface ClusterPointer {
  folder: string;
  socketFolder: string;
  port: number;
  password: string;
}

const LINGER_MS = 8_000;
const checkout = path.resolve(import.meta.dirname, '..', '..', '..', '..');
const key = createHash('sha256').update(checkout).digest('hex').slice(0, 8);
const base = path.join(os.tmpdir(), `mateship-test-${key}-${process.getuid?.() ?? 0}`);

/** Joins the cluster of this checkout, user and machine, and starts it when nobody did yet. */
export function leaseCluster(): Promise<ClusterLease> {
  return underLock(`${base}.lock`, async () => (await joinRunning()) ?? (await startCluster()));
}

async function joinRunning(): Promise<ClusterLease | null> {
  try {
    const { folder, ...server } = JSON.parse(fs.readFileSync(`${base}.json`, 'utf8')) as ClusterPointer;
    const keeper = await connectToKeeper(folder);
    return keeper === null ? null : { ...server, close: () => keeper.destroy() };
  } catch {
    return null;
  }
}

async function startCluster(): Promise<ClusterLease> {
  const folder = fs.mkdtempSync(`${base}-`);
  fs.chmodSync(folder, 0o711);
  const keeper = await startKeeper(folder);
  const server = new EmbeddedPostgres({ home: path.join(folder, 'pg'), password: randomBytes(16).toString('hex'), durable: false });
  try {
    await server.start();
    server.detach();
  } catch (error) {
    keeper.destroy();
    throw error;
  }
  const pointer = { folder, ...server.address };
  fs.writeFileSync(`${base}.json`, JSON.stringify(pointer), { mode: 0o600 });
  return { ...server.address, close: () => keeper.destroy() };
}

/** The keeper runs before the server does, so that nothing stays behind when this process is killed in between. */
async function startKeeper(folder: string): Promise<net.Socket> {
  const script = path.join(import.meta.dirname, 'keeper.mjs');
  spawn(process.execPath, [script, folder, String(LINGER_MS)], { detached: true, stdio: 'ignore', cwd: os.tmpdir() }).unref();
  for (let tries = 0; tries < 400; tries += 1) {
    const keeper = await connectToKeeper(folder);
    if (keeper !== null) return keeper;
    await sleep(10);
  }
  throw new Error('The keeper of the test database does not answer.');
}

async function connectToKeeper(folder: string): Promise<net.Socket | null> {
  const socket = net.connect(path.join(folder, 'keeper.sock'));
  try {
    await once(socket, 'data', { signal: AbortSignal.timeout(2_000) });
    socket.on('error', () => socket.destroy());
    // An open lease must not keep the test process alive.
    socket.unref();
    return socket;
  } catch {
    socket.destroy();
    return null;
  }
}
