import fs from 'node:fs';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { systemCode } from '../errors/system-code.js';
import { parseAddress } from './address.js';

/**
 * Binds a server and says where it can be reached, in the form it was given. A socket file that a killed process
 * left behind is replaced; one that somebody answers on is not.
 */
export async function listenAt(server: Server, text: string): Promise<string> {
  const address = parseAddress(text);
  if ('port' in address) {
    await bind(server, address);
    const { port } = server.address() as AddressInfo;
    return `${address.host.includes(':') ? `[${address.host}]` : address.host}:${port}`;
  }
  try {
    await bind(server, { path: address.path });
  } catch (error) {
    if (!(await isStale(error, address.path))) throw error;
    fs.unlinkSync(address.path);
    await bind(server, { path: address.path });
  }
  fs.chmodSync(address.path, address.mode);
  return `unix:${address.path}`;
}

async function bind(server: Server, where: net.ListenOptions): Promise<void> {
  server.listen(where);
  await once(server, 'listening');
}

async function isStale(error: unknown, path: string): Promise<boolean> {
  if (systemCode(error) !== 'EADDRINUSE') return false;
  const probe = net.connect(path);
  try {
    await once(probe, 'connect');
    return false;
  } catch (refusal) {
    return systemCode(refusal) === 'ECONNREFUSED';
  } finally {
    probe.destroy();
  }
}
