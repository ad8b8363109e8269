import { randomUUID } from 'node:crypto';
import { promptCursor, readPromptCursor, readVersionCursor, versionCursor } from './prompt-cursor.js';

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('cursors of prompts', () => {
  it('come back as they were given', () => {
    const id = randomUUID();
    expect(readPromptCursor(promptCursor({ createdAt: new Date(1_767_225_600_123), id }))).toEqual({ createdAt: '2026-01-01T00:00:00.123Z', id });
    expect(readVersionCursor(versionCursor(7))).toBe(7);
  });

  it('are not there on a first page', () => {
    expect([readPromptCursor(undefined), readVersionCursor(undefined)]).toEqual([null, null]);
  });

  it.each(['', 'x', '!!', encoded(null), encoded([]), encoded([1]), encoded(['2026-01-01T00:00:00Z', '1; DROP TABLE prompt']), encoded(['x', randomUUID()])])('are refused as %j', (text) => {
    expect(() => readPromptCursor(text)).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' }));
  });

  it.each(['', encoded([0]), encoded([1.5]), encoded(['1']), encoded([2 ** 31]), encoded([1, 2]), encoded({ 0: 1 })])('of versions are refused as %j', (text) => {
    expect(() => readVersionCursor(text)).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' }));
  });
});
