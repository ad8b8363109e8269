import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { Core, type CoreOptions } from './core.js';
import { Faults, type Breakage } from './http/faults.js';
import { LIST_AS, ListTranslator } from './http/list-method.js';
import { envelope, errorReply, send } from './http/reply.js';
import { readRequest } from './http/request.js';

/** Settings of {@link startFakeVault}. */
export interface FakeVaultOptions extends CoreOptions {
  /** Port; a free one by default. */
  port?: number;
  /** Address to listen on; 127.0.0.1 by default. */
  host?: string;
}

/** A request that the fake has answered. */
export interface VaultRequestRecord {
  method: string;
  /** With /v1/, without the query. */
  path: string;
  /** 0 when the connection was cut. */
  status: number;
}

/** A running fake Vault. What is not in Vault's HTTP API is only here, for tests. */
export interface FakeVault {
  /** What VAULT_ADDR would be. */
  address: string;
  rootToken: string;
  /** What sys/unseal takes. */
  unsealKey: string;
  close(): Promise<void>;
  seal(): void;
  unseal(): void;
  /** Delays every answer, or those of paths that match; null ends it. */
  slow(ms: number | null, paths?: RegExp): void;
  /** Answers with this status, with something that is no JSON, or not at all; null ends it. */
  breakWith(how: Breakage | null, paths?: RegExp): void;
  /** Loses all tokens but the root token, all leases and all wrapped answers, as a restart without storage does. */
  forget(): void;
  /** Moves the clock of the server forward; tokens, secret ids and leases expire by it. */
  advance(seconds: number): Promise<void>;
  /** Every answered request so far. */
  requests(): VaultRequestRecord[];
}

/**
 * Starts an HTTP server that follows the documented API of OpenBao and HashiCorp Vault
 * (https://openbao.org/api-docs/) for AppRole, tokens, policies, response wrapping, transit,
 * dynamic database credentials on a real PostgreSQL, leases and the seal.
 */
export async function startFakeVault(options: FakeVaultOptions = {}): Promise<FakeVault> {
  const core = new Core(options);
  const faults = new Faults();
  const records: VaultRequestRecord[] = [];
  const http = createServer((request, response) => void serve(request, response));
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket.once('close', () => sockets.delete(socket)));
    http.emit('connection', new ListTranslator(socket));
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://vault').pathname;
    const record = (status: number) => records.push({ method: methodOf(request), path, status });
    await faults.pause(path);
    const struck = faults.strike(path, response);
    if (struck !== undefined) return void record(struck);
    const reply = await readRequest(request).then((incoming) => core.handle(incoming)).then(envelope, errorReply);
    record(reply.status);
    send(response, reply);
  }

  server.listen(options.port ?? 0, options.host ?? '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    rootToken: core.rootToken,
    unsealKey: core.seal.unsealKey,
    seal: () => core.setSealed(true),
    unseal: () => core.setSealed(false),
    slow: (ms, paths) => faults.slow(ms, paths),
    breakWith: (how, paths) => faults.breakWith(how, paths),
    forget: () => core.forget(),
    advance: (seconds) => core.advance(seconds),
    requests: () => [...records],
    close: async () => {
      faults.close();
      const closed = once(server, 'close');
      server.close();
      sockets.forEach((socket) => socket.destroy());
      await closed;
      await core.close();
    },
  };
}

function methodOf({ method = '' }: IncomingMessage): string {
  return method === LIST_AS ? 'LIST' : method;
}
