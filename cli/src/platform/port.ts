import { once } from 'node:events';
import net from 'node:net';
import { CommandError } from '../command.errors.js';

const HOST = '127.0.0.1';

/** Checks that the port can be listened on; 0 picks a free one. Gives the port. */
export async function freePort(port: number): Promise<number> {
  const server = net.createServer();
  try {
    server.listen({ host: HOST, port });
    await once(server, 'listening');
    return (server.address() as net.AddressInfo).port;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new CommandError(`Port ${port} is already in use. End what uses it, or choose another one with --port.`);
    if (code === 'EACCES') throw new CommandError(`Port ${port} needs more rights than this user has. Choose one above 1023 with --port.`);
    throw new CommandError(`Port ${port} cannot be used: ${(error as Error).message}.`);
  } finally {
    server.close();
  }
}
