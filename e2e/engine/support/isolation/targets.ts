import { randomBytes } from 'node:crypto';

/** Ranges for documentation and of this suite's prefix: nothing but the lab has them. */
export const PREFIX = '10.206';
export const OUTSIDE = { subnet: '198.51.100.0/28', server: '198.51.100.3', names: '198.51.100.4' };
export const LAN = { subnet: `${PREFIX}.254.0/29`, server: `${PREFIX}.254.3`, six: 'fd00:206::3', subnetSix: 'fd00:206::/64' };
export const METADATA = { subnet: '169.254.169.240/28', server: '169.254.169.254' };
/** Slots of the two apps. */
export const SLOTS = { hostile: 7, neighbour: 8 };

/** What only the one who reads somebody else's memory, environment or secret can say. */
export const NONCE = randomBytes(16).toString('hex');

/** Names that the lab's name server knows. Of the last, every second answer is private. */
export const NAMES: Record<string, string> = {
  'public.test': OUTSIDE.server,
  'other.test': OUTSIDE.server,
  'private.test': LAN.server,
  'metadata.test': METADATA.server,
  'loopback.test': '127.0.0.1',
  'mixed.test': `${OUTSIDE.server},${LAN.server}`,
  [`${NONCE}.test`]: OUTSIDE.server,
  'rebind.test': `${OUTSIDE.server}>${LAN.server}`,
};

/** Where the live targets of a lab are. */
export interface Targets {
  /** Stand-ins by the name of their service in Compose: the first address of each. */
  core: Record<'postgres' | 'redis' | 'vault' | 'updater' | 'registry' | 'web-app', string>;
  neighbour: { app: string; gateway: string; proxy: string };
  own: { gateway: string; proxy: string };
  /** A listener of the test itself on the machine, and where it can be reached. */
  host: { port: number; edgeBridge: string; defaultBridge: string; own: string; six: string };
  /** The volume with the neighbour's secret, and the socket of the Engine, as the machine names them. */
  neighbourVolume: string;
  secret: string;
}

/** The same IPv4 address, written as programs other than people write it. */
export function spellings(address: string): Record<string, string> {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const number = ((a * 256 + b) * 256 + c) * 256 + d;
  const hex = (value: number, digits = 2): string => value.toString(16).padStart(digits, '0');
  return {
    decimal: String(number),
    'hexadecimal': `0x${hex(number, 8)}`,
    'octal parts': [a, b, c, d].map((part) => `0${part.toString(8)}`).join('.'),
    'hexadecimal parts': [a, b, c, d].map((part) => `0x${hex(part)}`).join('.'),
    'three parts': `${a}.${b}.${c * 256 + d}`,
    'two parts': `${a}.${(b * 256 + c) * 256 + d}`,
    'an IPv6 address': `::ffff:${address}`,
    'an IPv6 address in hexadecimal': `::ffff:${hex(a)}${hex(b)}:${hex(c)}${hex(d)}`,
  };
}
