import { isIPv6 } from 'node:net';
import { DomainError } from '@mateship/contracts';

const ADDRESS = /^(\[[0-9a-f:.]+\]|[a-z0-9][a-z0-9.-]{0,151}):(\d{1,5})$/;

/**
 * Splits `host:port`; the host is a name, an IPv4 address, or an IPv6 address in brackets, in lower case.
 * @throws DomainError VALIDATION_FAILED
 */
export function parseEgressAddress(address: string): { host: string; port: number } {
  const [, host, digits] = ADDRESS.exec(address) ?? [];
  const port = Number(digits);
  const isFine = host !== undefined && port >= 1 && port <= 65_535 && (!host.startsWith('[') || isIPv6(host.slice(1, -1)));
  if (!isFine) throw new DomainError('VALIDATION_FAILED', { message: `"${address.slice(0, 300)}" is not an address of the form host:port.` });
  return { host, port };
}
