import { emailProblem, isUsernameShaped, passwordProblem } from './sign-up-rules.js';

describe('the rules of sign-up', () => {
  it('take passwords of 10 to 256 characters', () => {
    expect(passwordProblem('123456789')).toBe('auth.passwordShort');
    expect(passwordProblem('1234567890')).toBeNull();
    expect(passwordProblem('x'.repeat(256))).toBeNull();
    expect(passwordProblem('x'.repeat(257))).toBe('auth.passwordLong');
  });

  it('take an e-mail address with spaces around it', () => {
    expect(emailProblem(' jo@example.org ')).toBeNull();
    expect(emailProblem('jo@')).toBe('auth.emailWrong');
    expect(emailProblem('')).toBe('auth.emailWrong');
  });

  it.each([
    ['jo', false],
    ['jo.b', true],
    ['-jo', false],
    ['jo b', false],
    ['x'.repeat(33), false],
  ])('find %p usable as a name: %p', (name, usable) => {
    expect(isUsernameShaped(name)).toBe(usable);
  });
});
