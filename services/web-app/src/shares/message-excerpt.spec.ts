import { message } from '../../test/messages.js';
import { excerptOf, numberOrNull } from './message-excerpt.js';

const file = (name: string) => ({ id: name, name, mime: 'application/pdf', size: 1 });

describe('excerptOf', () => {
  it('stands on one line', () => {
    expect(excerptOf(message('m', { content: '  One\n\ntwo\tthree ' }))).toBe('One two three');
  });

  it('ends in dots where there is more', () => {
    expect(excerptOf(message('m', { content: 'x'.repeat(60) }))).toBe('x'.repeat(60));
    expect(excerptOf(message('m', { content: 'x'.repeat(61) }))).toBe(`${'x'.repeat(60)}…`);
  });

  it('cuts no character into halves', () => {
    expect(excerptOf(message('m', { content: `${'x'.repeat(59)}🛶🛶` })).isWellFormed()).toBe(true);
  });

  it('names the files of a message without words', () => {
    expect(excerptOf(message('m', { content: ' \n', attachments: [file('a.pdf'), file('b.pdf')] }))).toBe('a.pdf, b.pdf');
  });
});

describe('numberOrNull', () => {
  it('reads what a list was given', () => {
    expect([7, null, 100].map((value) => numberOrNull(String(value)))).toEqual([7, null, 100]);
  });
});
