import { StatementNames } from './statement-names.js';

describe('StatementNames', () => {
  const named = (text: string, names = new StatementNames()) => [1, 2, 3, 4].map(() => names.nameOf(text)).at(-1);

  it('names a statement that repeats, always the same', () => {
    const names = new StatementNames();
    expect([1, 2, 3, 4].map(() => names.nameOf('SELECT $1'))).toEqual([undefined, undefined, 's1', 's1']);
    expect(named('SELECT $2', names)).toBe('s2');
    expect(names.nameOf('SELECT $1')).toBe('s1');
  });

  it('names none that asks for all columns', () => {
    for (const text of ['SELECT * FROM a', 'select\n *', 'UPDATE a SET b = $1 RETURNING *', 'SELECT a.* FROM a', 'SELECT b, * FROM a', 'SELECT DISTINCT * FROM a', 'SELECT ALL * FROM a']) {
      expect([text, named(text)]).toEqual([text, undefined]);
    }
  });

  it('takes neither a count nor a product for all columns', () => {
    for (const text of ['SELECT count(*) FROM a WHERE b = $1', 'SELECT a * $1 FROM b', 'SELECT id, 2 * n FROM b']) expect(named(text)).toBe('s1');
  });

  it('gives out no more names than a connection can hold', () => {
    const names = new StatementNames();
    for (let n = 1; n <= 128; n += 1) named(`SELECT ${n}`, names);
    expect(named('SELECT 128', names)).toBe('s128');
    expect(named('SELECT 129', names)).toBeUndefined();
  });

  it('keeps no place for statements that are used once', () => {
    const names = new StatementNames();
    for (let n = 1; n <= 2000; n += 1) names.nameOf(`SELECT ${n}`);
    expect(named('SELECT $1', names)).toBe('s1');
  });
});
