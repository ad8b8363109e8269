import { RecentLookup } from './recent-lookup.js';

describe('RecentLookup', () => {
  const lookupOf = (load: (id: string) => Promise<{ n: number } | null>, ttlMs = 60_000) => new RecentLookup(load, { max: 10, ttlMs });

  it('asks once for many who ask at once, and not again while the answer is fresh', async () => {
    let loads = 0;
    const lookup = lookupOf(async () => ({ n: ++loads }));
    expect(await Promise.all([lookup.get('a'), lookup.get('a')])).toEqual([{ n: 1 }, { n: 1 }]);
    expect(await lookup.get('a')).toEqual({ n: 1 });
  });

  it('asks again when the answer is too old', async () => {
    let loads = 0;
    const lookup = lookupOf(async () => ({ n: ++loads }), 20);
    await lookup.get('a');
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(await lookup.get('a')).toEqual({ n: 2 });
  });

  it('asks again after a drop, also when the drop fell into a lookup', async () => {
    const pending: ((found: { n: number }) => void)[] = [];
    const lookup = lookupOf(() => new Promise((resolve) => pending.push(resolve)));
    const before = lookup.get('a');
    lookup.drop('a');
    const after = lookup.get('a');
    pending[1]!({ n: 2 });
    pending[0]!({ n: 1 });
    expect(await before).toEqual({ n: 1 });
    expect(await after).toEqual({ n: 2 });
    expect(await lookup.get('a')).toEqual({ n: 2 });
    expect(pending).toHaveLength(2);
  });

  it('remembers neither absence nor failure', async () => {
    const answers: (() => { n: number } | null)[] = [
      () => null,
      () => {
        throw new Error('down');
      },
      () => ({ n: 3 }),
    ];
    const lookup = lookupOf(async () => answers.shift()!());
    expect(await lookup.get('a')).toBeNull();
    await expect(lookup.get('a')).rejects.toThrow('down');
    expect(await lookup.get('a')).toEqual({ n: 3 });
  });
});
