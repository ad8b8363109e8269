import { normaliseLogin } from './login-name.js';

describe('normaliseLogin', () => {
  it.each([
    ['upper case', 'ALICE'],
    ['surrounding space', '  alice\t'],
    ['inner space', 'al ice'],
    ['full-width letters', 'ａｌｉｃｅ'],
    ['a zero-width joiner', 'ali\u200dce'],
    ['a soft hyphen', 'ali\u00adce'],
    ['a bidi mark', '\u202ealice'],
    ['a NUL', 'alice\u0000'],
  ])('takes %s for the same name', (_what, login) => {
    expect(normaliseLogin(login)).toBe('alice');
  });

  it('keeps different names apart', () => {
    expect(normaliseLogin('alice.b')).not.toBe(normaliseLogin('aliceb'));
  });
});
