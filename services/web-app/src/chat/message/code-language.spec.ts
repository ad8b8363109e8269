import { languageOf } from './code-language.js';

describe('languageOf', () => {
  it.each([
    ['language-ts', 'ts'],
    ['hljs language-objective-c', 'objective-c'],
    ['hljs', null],
    [undefined, null],
  ])('reads %p as %p', (className, language) => {
    expect(languageOf(className)).toBe(language);
  });
});
