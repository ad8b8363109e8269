import { groupRefusals } from './group-refusals.js';

const refusal = (address: string, minute: number) => ({ app: 'maps', address, at: `2026-06-15T12:0${minute}:00Z` });

describe('groupRefusals', () => {
  it('makes one line for each address, the one tried last on top', () => {
    expect(groupRefusals([refusal('a.example:443', 1), refusal('b.example:443', 3), refusal('a.example:443', 5), refusal('a.example:443', 2)])).toEqual([
      { address: 'a.example:443', count: 3, lastAt: '2026-06-15T12:05:00Z' },
      { address: 'b.example:443', count: 1, lastAt: '2026-06-15T12:03:00Z' },
    ]);
  });

  it('tells ports apart', () => {
    expect(groupRefusals([refusal('a.example:443', 1), refusal('a.example:80', 1)])).toHaveLength(2);
  });

  it('makes nothing of nothing', () => {
    expect(groupRefusals([])).toEqual([]);
  });
});
