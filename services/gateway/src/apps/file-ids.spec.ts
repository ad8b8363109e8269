import { fileIdsIn } from './file-ids.js';

const ONE = '0b8f2a4e-5d1c-4c3b-9a67-3f2e1d0c9b8a';
const TWO = '11111111-2222-4333-8444-555555555555';

describe('fileIdsIn', () => {
  it('finds every id once, wherever it stands', () => {
    const input = JSON.stringify({ fileId: ONE, more: { list: [TWO, ONE], note: `see ${TWO}.` } });
    expect([...fileIdsIn(input)]).toEqual([ONE, TWO]);
  });

  it.each(['', '{}', ONE.slice(1), ONE.toUpperCase(), `x${ONE}`, `${ONE}0`, ONE.replaceAll('-', ''), ONE.replace('8a', '8g')])('finds none in %j', (text) => {
    expect(fileIdsIn(text).size).toBe(0);
  });

  it('finds many in a long input', () => {
    const ids = Array.from({ length: 5000 }, (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`);
    expect(fileIdsIn(JSON.stringify(ids)).size).toBe(5000);
  });

  it('takes a long text without any in its stride', () => {
    expect(fileIdsIn('0b8f2a4e-5d1c-'.repeat(200_000)).size).toBe(0);
  });
});
