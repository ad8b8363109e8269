import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { createService, type RunningService, type ServiceOptions } from '../src/index.js';
import { FixtureModule } from './fixture-app.js';

/** A started service with a public and an internal listener on free ports. */
export async function startFixture(options: Partial<ServiceOptions> = {}): Promise<RunningService> {
  const listeners = { public: '127.0.0.1:0', internal: '127.0.0.1:0' };
  const service = await createService(FixtureModule, { name: 'fixture', version: '1.2.3', listeners, logLevel: 'error', ...options });
  await service.start();
  return service;
}

/** `http://host:port` of one of its listeners. */
export function urlOf(service: RunningService, listener = 'public'): string {
  return `http://${service.addresses[listener]}`;
}

/** Sends bytes as they are and returns all that comes back until the other end closes. */
export async function sendRaw(service: RunningService, bytes: string | Buffer): Promise<string> {
  const [host, port] = (service.addresses.public ?? '').split(':');
  const socket = net.connect(Number(port), host);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => undefined);
  socket.write(bytes);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}

/** A folder under the system's temp folder, short enough for socket paths. */
export function tempFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'kit-'));
}
