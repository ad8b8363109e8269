import { type Attempt, quoted } from '../support/isolation/attempt.js';
import { LAN, METADATA, spellings, type Targets } from '../support/isolation/targets.js';

const REFUSED = /the proxy answers 403|the answer is 403/;

/** Through the egress proxy, whose refusal must be on record. In the control a proxy without rules stands in its place. */
function proxied(name: string, host: string | ((at: Targets) => string), { port = 8080, reaches = 'private', method = 'CONNECT' }: { port?: number; reaches?: string; method?: 'CONNECT' | 'GET' } = {}): Attempt {
  const hostOf = (at: Targets): string => (typeof host === 'string' ? host : host(at));
  return { name: `reach ${name} through the proxy`, script: (at) => `return viaProxy(${quoted(`${hostOf(at)}:${port}`)}, ${quoted(method)})`, succeeds: reaches, fails: REFUSED, refused: (at) => ({ host: hostOf(at), port }) };
}

const spelled = (what: string, reaches: string, address: string): Attempt[] =>
  Object.entries(spellings(address)).map(([name, text]) => ({
    ...proxied(`${what}, declared and written as ${name},`, text.includes(':') ? `[${text}]` : text, { reaches }),
    // However it was written, the proxy notes the address that was meant.
    refused: () => ({ host: address, port: 8080 }),
  }));

export const PROXIED: Attempt[] = [
  proxied('an undeclared host', 'other.test', { reaches: 'public' }),
  proxied('an undeclared host by a plain request', 'other.test', { reaches: 'public', method: 'GET' }),
  proxied('a declared host on another port', 'public.test', { port: 8443, reaches: 'public' }),
  proxied('a declared host by its address', '198.51.100.3', { reaches: 'public' }),
  proxied('the database', ({ core }) => core.postgres, { port: 5432, reaches: 'postgres' }),
  proxied('Redis by name', 'redis', { port: 6379, reaches: 'redis' }),
  proxied('the vault', ({ core }) => core.vault, { port: 8090, reaches: 'vault' }),
  proxied('the updater', ({ core }) => core.updater, { port: 8095, reaches: 'updater' }),
  proxied('the registry by name', 'registry', { port: 5000, reaches: 'registry' }),
  proxied('another app', ({ neighbour }) => neighbour.app, { reaches: 'neighbour' }),
  proxied('the gateway’s side in the network of another app', ({ neighbour }) => neighbour.gateway, { port: 8082, reaches: 'gateway' }),
  { ...proxied('the machine', ({ host }) => host.edgeBridge), script: ({ host }) => `return viaProxy(${quoted(`${host.edgeBridge}:${host.port}`)})`, succeeds: 'host', refused: ({ host }) => ({ host: host.edgeBridge, port: host.port }) },
  proxied('the proxy’s own loopback, declared,', '127.0.0.1', { reaches: 'loopback' }),
  { ...proxied('the proxy’s own loopback in short', '127.1', { reaches: 'loopback' }), refused: () => ({ host: '127.0.0.1', port: 8080 }) },
  proxied('the metadata server, declared,', METADATA.server, { reaches: 'metadata' }),
  ...spelled('the metadata server', 'metadata', METADATA.server),
  proxied('a private server, declared,', LAN.server),
  proxied('a private server by a plain request', LAN.server, { method: 'GET' }),
  ...spelled('a private server', 'private', LAN.server),
  proxied('a private server over IPv6', `[${LAN.six}]`),
  proxied('a private server, declared by a name,', 'private.test'),
  proxied('the metadata server, declared by a name,', 'metadata.test', { reaches: 'metadata' }),
  proxied('loopback, declared by a name,', 'loopback.test', { reaches: 'loopback' }),
  {
    name: 'turn a declared name private between the proxy’s check and its connection',
    script: () => `
      for (let round = 0; round < 8; round++) if ((await viaProxy('rebind.test:8080')) === 'private') return 'private';
      throw new Error('only the public one')`,
    succeeds: 'private',
    fails: /only the public one|the proxy answers 403/,
  },
];
