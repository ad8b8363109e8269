import { BlockList, isIP } from 'node:net';
import { refusal } from '../protocol.js';

/** Whether an address lies in one of the blocks; a plain address is a block of its own. */
export function inBlocks(address: string, blocks: readonly string[]): boolean {
  const list = new BlockList();
  for (const block of blocks) {
    const { base, bits, family } = parseBlock(block);
    list.addSubnet(base, bits, family);
  }
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}

/** Refuses blocks that do not lie in the outer ones. No outer ones allow all. */
export function requireSubset(inner: readonly string[], outer: readonly string[]): void {
  for (const block of inner) {
    const { base, bits } = parseBlock(block);
    const within = outer.some((candidate) => parseBlock(candidate).bits <= bits && inBlocks(base, [candidate]));
    if (outer.length > 0 && !within) throw refusal(`failed to verify subset relationship between CIDR blocks on the role ${JSON.stringify(outer)} and CIDR blocks on the secret ID ${JSON.stringify(inner)}`);
  }
}

/** Refuses what is no block. */
export function requireBlocks(blocks: readonly string[]): void {
  blocks.forEach(parseBlock);
}

function parseBlock(block: string): { base: string; bits: number; family: 'ipv4' | 'ipv6' } {
  const [base = '', bits] = block.split('/');
  const version = isIP(base);
  const most = version === 6 ? 128 : 32;
  const length = bits === undefined ? most : Number(bits);
  if (version === 0 || !Number.isInteger(length) || length < 0 || length > most) throw refusal(`invalid CIDR blocks: ${block}`);
  return { base, bits: length, family: version === 6 ? 'ipv6' : 'ipv4' };
}
