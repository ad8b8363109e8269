import { Email, Password, Username } from '@mateship/contracts';

/** What is wrong with a password, as the key of a text; null when nothing is. */
export function passwordProblem(password: string): 'auth.passwordShort' | 'auth.passwordLong' | null {
  const issue = Password.safeParse(password).error?.issues[0];
  if (!issue) return null;
  return issue.code === 'too_big' ? 'auth.passwordLong' : 'auth.passwordShort';
}

/** What is wrong with an e-mail address, as the key of a text; null when nothing is. */
export function emailProblem(email: string): 'auth.emailWrong' | null {
  return Email.safeParse(email.trim()).success ? null : 'auth.emailWrong';
}

/** Whether a user name has the right shape; whether it is free only the server knows. */
export function isUsernameShaped(username: string): boolean {
  return Username.safeParse(username).success;
}
