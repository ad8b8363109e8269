import type { EgressRefusal } from '@mateship/contracts';

/** All attempts to reach one address. */
export interface RefusedAddress {
  address: string;
  count: number;
  lastAt: string;
}

/** One line for each address, the one tried last on top. */
export function groupRefusals(refusals: readonly EgressRefusal[]): RefusedAddress[] {
  const byAddress = new Map<string, RefusedAddress>();
  for (const { address, at } of refusals) {
    const known = byAddress.get(address) ?? { address, count: 0, lastAt: at };
    byAddress.set(address, { address, count: known.count + 1, lastAt: isLater(at, known.lastAt) ? at : known.lastAt });
  }
  return [...byAddress.values()].toSorted((a, b) => Date.parse(b.lastAt) - Date.parse(a.lastAt));
}

function isLater(a: string, b: string): boolean {
  return Date.parse(a) > Date.parse(b);
}
