import { randomUUID } from 'node:crypto';
import { createClient, type Client } from '@mateship/client';
import type { Installation } from './installation.js';

export const PASSWORD = 'a long enough password';

/** Somebody with an account, signed in. */
export interface Person {
  username: string;
  email: string;
  token: string;
  client: Client;
  /** Any request with this person's token. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

/** The holder of the first invite, who becomes the admin. */
export async function firstAdmin(platform: Installation): Promise<Person> {
  if (platform.invite === null) throw new Error('the first invite was used before');
  return signUp(platform, platform.invite);
}

/** A further user, invited by the admin; the e-mail code is read from the mail folder. */
export async function inviteUser(platform: Installation, admin: Person): Promise<Person> {
  const { token } = await admin.client.invites.create({ role: 'user' });
  return signUp(platform, token);
}

export async function signUp(platform: Installation, inviteToken: string): Promise<Person> {
  const username = `u${randomUUID().slice(0, 8)}`;
  const email = `${username}@example.org`;
  const anonymous = createClient({ baseUrl: platform.url });
  const { emailVerificationRequired } = await anonymous.auth.signup({ inviteToken, username, email, password: PASSWORD });
  if (emailVerificationRequired) await anonymous.auth.verifyEmail(email, await codeFromMail(platform, email));
  return signIn(platform, username, email);
}

export async function signIn(platform: Installation, username: string, email: string): Promise<Person> {
  const { accessToken: token } = await createClient({ baseUrl: platform.url }).auth.login({ login: username, password: PASSWORD });
  const client = createClient({ baseUrl: platform.url, getAccessToken: () => token });
  const withToken = (path: string, init: RequestInit = {}) =>
    fetch(platform.url + path, { ...init, headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` } });
  return { username, email, token, client, fetch: withToken };
}

async function codeFromMail(platform: Installation, email: string): Promise<string> {
  for (const mail of await platform.mails()) {
    const code = mail.includes(email) ? /\b(\d{6,10})\b/.exec(mail.slice(mail.indexOf('\r\n\r\n')))?.[1] : undefined;
    if (code) return code;
  }
  throw new Error(`no mail with a code came for ${email}`);
}
