import * as contracts from '@mateship/contracts';
import { FILE_TYPES, MAX_ATTACHMENTS, MAX_FILE_BYTES, MAX_MESSAGE_CHARACTERS } from './limits.js';

describe('the limits of the composer', () => {
  it('are those of the contracts', () => {
    expect(MAX_FILE_BYTES).toBe(contracts.MAX_FILE_BYTES);
    expect(FILE_TYPES).toEqual(contracts.FILE_TYPES);
    expect(MAX_MESSAGE_CHARACTERS).toBe(contracts.MAX_MESSAGE_CHARACTERS);
  });

  it('allow as many files as a message may carry', () => {
    const file = '00000000-0000-4000-8000-000000000000';
    const withFiles = (count: number) => contracts.SendMessageRequest.safeParse({ content: 'x', attachments: Array<string>(count).fill(file) }).success;
    expect(withFiles(MAX_ATTACHMENTS)).toBe(true);
    expect(withFiles(MAX_ATTACHMENTS + 1)).toBe(false);
  });
});
