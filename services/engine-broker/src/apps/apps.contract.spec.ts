import { LogLines } from './apps.contract.js';

const pipe = new LogLines();

describe('LogLines', () => {
  it.each([
    [{}, 100],
    [{ lines: '1' }, 1],
    [{ lines: '500' }, 500],
  ])('reads %j as %d', (query, lines) => {
    expect(pipe.transform(query)).toBe(lines);
  });

  it.each([{ lines: '0' }, { lines: '501' }, { lines: '1.5' }, { lines: ' 1' }, { lines: ['1', '2'] }, { lines: '1', follow: 'true' }])('refuses %j', (query) => {
    expect(() => pipe.transform(query)).toThrow(expect.objectContaining({ status: 400 }));
  });
});
