import { z } from 'zod';

/** Lower-case letters, digits, dot, underscore and hyphen; what a person signs in with and others see. */
export const Username = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{2,31}$/, 'Use 3 to 32 lower-case letters, digits, dots, hyphens or underscores.');
/** An e-mail address of at most 254 characters, the longest that SMTP can carry (RFC 5321). */
export const Email = z.email('Enter an e-mail address.').max(254);
/** Long enough to resist guessing; the upper bound keeps a hostile password from costing CPU. */
export const Password = z.string().min(10, 'Use at least 10 characters.').max(256, 'Use at most 256 characters.');
/** The secret of an invite link. Its form is not checked here, so that a wrong one is answered like an unknown one. */
export const InviteToken = z.string().min(1).max(128);

/** What an account may do: `admin` manages the installation, `user` uses it. */
export const Role = z.enum(['user', 'admin']).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

/** An account as its owner sees it. */
export const User = z
  .object({ id: z.uuid(), username: z.string(), email: z.string(), role: Role, emailVerified: z.boolean() })
  .meta({ id: 'User' });
export type User = z.infer<typeof User>;

/** Asks whether an invite can still be used, before the sign-up form is filled in. */
export const CheckInviteRequest = z.strictObject({ inviteToken: InviteToken });
/** `reason` is null when the invite is valid, `role` is null when it is not. Expired invites are `unknown`. */
export const CheckInviteResponse = z
  .object({ valid: z.boolean(), reason: z.enum(['used', 'unknown']).nullable(), role: Role.nullable() });
/** Asks whether a user name is free. Looser than {@link Username}, so that a wrong form is an answer and not an error. */
export const CheckUsernameRequest = z.strictObject({ username: z.string().max(64) });
/** `reason` is null when the name can be taken. */
export const CheckUsernameResponse = z
  .object({ valid: z.boolean(), reason: z.enum(['taken', 'format']).nullable() });
/** A new account. Fails with INVITE_INVALID, INVITE_USED, USERNAME_TAKEN or EMAIL_TAKEN. */
export const SignupRequest = z
  .strictObject({ inviteToken: InviteToken, username: Username, email: Email, password: Password });
export type SignupRequest = z.infer<typeof SignupRequest>;
/** The account that was made; it cannot sign in before its address is verified when `emailVerificationRequired`. */
export const SignupResponse = z.object({ user: User, emailVerificationRequired: z.boolean() });
/** The code that was sent by e-mail. Fails with CODE_INVALID. */
export const VerifyEmailRequest = z.strictObject({ email: Email, code: z.string().min(4).max(12) });
/** The account, now with a verified address. */
export const VerifyEmailResponse = z.object({ user: User });
/** Sign-in by user name or e-mail address. Fails with CREDENTIALS_INVALID, the same for an unknown name and a wrong password. */
export const LoginRequest = z
  .strictObject({ login: z.string().min(1).max(254), password: z.string().min(1).max(256) });
export type LoginRequest = z.infer<typeof LoginRequest>;
/** The answer of login and refresh. The refresh token travels only as an HttpOnly cookie. */
export const SessionResponse = z
  .object({ accessToken: z.string(), expiresIn: z.int().describe('Seconds.'), user: User });
export type SessionResponse = z.infer<typeof SessionResponse>;

/** An invite for one account; unless told otherwise for a user, valid for 14 days. */
export const CreateInviteRequest = z
  .strictObject({ role: Role.default('user'), expiresInDays: z.int().min(1).max(90).default(14) });
/** Deletes the account with everything in it. Nothing brings it back. Fails with PASSWORD_WRONG, or LAST_ADMIN for the only administrator. */
export const DeleteAccountRequest = z.strictObject({ password: z.string().min(1).max(1024) });
export type DeleteAccountRequest = z.infer<typeof DeleteAccountRequest>;

/** An invite without its token. `usedBy` is the user name of who used it. */
export const Invite = z
  .object({
    id: z.uuid(),
    role: Role,
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    usedAt: z.iso.datetime().nullable(),
    usedBy: z.string().nullable(),
  })
  .meta({ id: 'Invite' });
export type Invite = z.infer<typeof Invite>;
/** Shown once: afterwards only a hash of the token is kept. */
export const CreatedInvite = Invite.extend({ token: z.string(), url: z.string() });
/** Invites, newest first, for admins. */
export const InviteList = z.object({ items: z.array(Invite) });
