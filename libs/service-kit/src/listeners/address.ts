/** A parsed listener address: a Unix socket with its file mode, or a TCP port. */
export type Address = { path: string; mode: number } | { host: string; port: number };

/**
 * Parses `unix:/path`, `unix:/path?mode=0666` (the mode is 0600 without it) or `host:port`; port 0 takes a free one.
 * @throws Error that names the address when it is none of these.
 */
export function parseAddress(text: string): Address {
  const socket = /^unix:(\/[^?]+)(?:\?mode=(0?[0-7]{3}))?$/.exec(text);
  if (socket?.[1]) return { path: socket[1], mode: Number.parseInt(socket[2] ?? '0600', 8) };
  const tcp = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  const host = tcp?.[1] ?? tcp?.[2];
  if (host) return { host, port: Number(tcp?.[3]) };
  throw new Error(`"${text}" is not an address: write unix:/path or host:port`);
}
