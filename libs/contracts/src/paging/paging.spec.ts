import { z } from 'zod';
import { PageQuery, pageOf } from './paging.js';

describe('the query of a list', () => {
  it('asks for 50 when it does not say', () => {
    expect(PageQuery.parse({})).toEqual({ limit: 50 });
  });

  it('takes the number from an address', () => {
    expect(PageQuery.parse({ limit: '7', cursor: 'abc' })).toEqual({ limit: 7, cursor: 'abc' });
  });

  it.each(['0', '101', '-1', '1.5', 'ten', '1e9', 'NaN', '', ['1', '2'], null])('refuses the limit %j', (limit) => {
    expect(PageQuery.safeParse({ limit }).success).toBe(false);
  });

  it('refuses a cursor that none of ours is as long as, and two of them', () => {
    expect(PageQuery.safeParse({ cursor: 'x'.repeat(201) }).success).toBe(false);
    expect(PageQuery.safeParse({ cursor: ['a', 'b'] }).success).toBe(false);
  });

  it('refuses what it does not know, such as an offset', () => {
    expect(PageQuery.safeParse({ offset: 10 }).success).toBe(false);
  });
});

describe('a page', () => {
  it('has items and the way to the next page, or null', () => {
    const Page = pageOf(z.int());
    expect(Page.parse({ items: [1], nextCursor: null })).toEqual({ items: [1], nextCursor: null });
    expect(Page.safeParse({ items: ['1'], nextCursor: null }).success).toBe(false);
    expect(Page.safeParse({ items: [] }).success).toBe(false);
  });
});
