import { isNearEnd } from './near-end.js';

describe('isNearEnd', () => {
  it.each([
    ['at the end', 600, true],
    ['a line above it', 560, true],
    ['three lines above it', 530, false],
    ['at the beginning', 0, false],
    ['drawn beyond it, as a phone lets people do', 640, true],
  ])('of somebody %s', (_, scrollTop, near) => {
    expect(isNearEnd({ scrollHeight: 1000, clientHeight: 400, scrollTop })).toBe(near);
  });

  it('holds where everything is in view', () => {
    expect(isNearEnd({ scrollHeight: 300, clientHeight: 400, scrollTop: 0 })).toBe(true);
  });
});
