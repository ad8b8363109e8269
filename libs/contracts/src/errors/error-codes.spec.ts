import { ERROR_CODES, isErrorCode, statusOf, type ErrorCode } from './error-codes.js';

const codes = Object.keys(ERROR_CODES) as ErrorCode[];
const messages = codes.map((code) => ERROR_CODES[code][1]);

describe.each(codes)('%s', (code) => {
  const [status, message] = ERROR_CODES[code];

  it('is written in capitals and underscores', () => {
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
  });

  it('has a status of a refused or failed request', () => {
    expect(Number.isInteger(status) && status >= 400 && status <= 599).toBe(true);
    expect(statusOf(code)).toBe(status);
  });

  it('says what happened in whole sentences of plain words', () => {
    expect(message).toMatch(/^[A-Z].*\.$/);
    expect(message).not.toMatch(/[!\n]|\b(error|exception|null|undefined|HTTP \d|status \d)\b|oops|sorry/i);
    expect(message.length).toBeLessThanOrEqual(140);
  });
});

describe('the table of error codes', () => {
  it('is sorted by status, so that a new code has one place', () => {
    const statuses = codes.map(statusOf);
    expect(statuses).toEqual([...statuses].sort((a, b) => a - b));
  });

  it('has no two codes with the same sentence', () => {
    expect(messages.filter((message, index) => messages.indexOf(message) !== index)).toEqual([]);
  });

  it('says with each status that waiting may help that it may', () => {
    const waiting = codes.filter((code) => [429, 503].includes(statusOf(code)));
    const hopeless = waiting.filter((code) => !/\b(again|wait|right now)\b/i.test(ERROR_CODES[code][1]));
    expect(hopeless).toEqual([]);
  });

  it('tells nobody whether the name or the password was wrong', () => {
    expect(ERROR_CODES.CREDENTIALS_INVALID[1]).toBe('The name or the password is wrong.');
  });
});

describe('isErrorCode', () => {
  it('knows every code of the table', () => {
    expect(codes.every(isErrorCode)).toBe(true);
  });

  it.each(['', 'not_found', 'NOT_FOUND ', 'toString', '__proto__', 'constructor', 'hasOwnProperty', 0, null, undefined, ['NOT_FOUND'], { toString: () => 'NOT_FOUND' }])(
    'does not take %j for one',
    (value) => {
      expect(isErrorCode(value)).toBe(false);
    },
  );
});
