import type { RequestOptions } from 'node:http';

/** Where Node's HTTP client finds a target, which is `unix:/path` or `host:port`. @throws TypeError for anything else */
export function requestAddress(target: string): RequestOptions {
  if (target.startsWith('unix:')) return { socketPath: target.slice('unix:'.length) };
  const { hostname, port } = new URL(`http://${target}`);
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port };
}
