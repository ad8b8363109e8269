import { formatSize } from './format-size.js';

describe('formatSize', () => {
  it.each([
    [1, '1 KB'],
    [1536, '2 KB'],
    [100 * 1024, '100 KB'],
    [103 * 1024, '0.1 MB'],
    [25 * 1024 * 1024, '25.0 MB'],
  ])('writes %p bytes as %p', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });
});
