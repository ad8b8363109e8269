import { QueryClient } from '@tanstack/react-query';
import { queryKeys } from './query-keys.js';

const names: (readonly unknown[])[] = Object.values(queryKeys).map((key) => (typeof key === 'function' ? (key as (...parts: unknown[]) => readonly unknown[])('a', 1, 2) : key));

describe('queryKeys', () => {
  it('names nothing twice', () => {
    expect(new Set(names.map((name) => JSON.stringify(name))).size).toBe(names.length);
  });

  it('asks again for the links of each chat when links have changed', () => {
    const queries = new QueryClient();
    queries.setQueryData(queryKeys.sharesOf('c'), { items: [] });
    void queries.invalidateQueries({ queryKey: queryKeys.shares });
    expect(queries.getQueryState(queryKeys.sharesOf('c'))?.isInvalidated).toBe(true);
  });

  it('does not take one chat for the list of them', () => {
    const queries = new QueryClient();
    queries.setQueryData(queryKeys.chat('c'), {});
    void queries.invalidateQueries({ queryKey: queryKeys.chats });
    expect(queries.getQueryState(queryKeys.chat('c'))?.isInvalidated).toBe(false);
  });
});
