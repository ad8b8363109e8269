import { z } from 'zod';

/** Lower-case letters, digits, dot, underscore and hyphen; what a person signs in with and others see. */
export const Username = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{2,31}$/, 'Use 3 to 32 lower-case letters, digits, dots, hyphens or underscores.');
export const Email = z.email('Enter an e-mail address.').max(254);
/** Long enough to resist guessing; the upper bound keeps a hostile password from costing CPU. */
export const Password = z.string().min(10, 'Use at least 10 characters.').max(256, 'Use at most 256 characters.');
export const InviteToken = z.string().min(1).max(128);

export const Role = z.enum(['user', 'admin']).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

export const User = z
  .object({ id: z.uuid(), username: z.string(), email: z.string(), role: Role, emailVerified: z.boolean() })
  .meta({ id: 'User' });
export type User = z.infer<typeof User>;

export const CheckInviteRequest = z.strictObject({ inviteToken: InviteToken });
export const CheckInviteResponse = z
  .object({ valid: z.boolean(), reason: z.enum(['used', 'unknown']).nullable(), role: Role.nullable() });
export const CheckUsernameRequest = z.strictObject({ username: z.string().max(64) });
export const CheckUsernameResponse = z
  .object({ valid: z.boolean(), reason: z.enum(['taken', 'format']).nullable() });
export const SignupRequest = z
  .strictObject({ inviteToken: InviteToken, username: Username, email: Email, password: Password });
export type SignupRequest = z.infer<typeof SignupRequest>;
export const SignupResponse = z.object({ user: User, emailVerificationRequired: z.boolean() });
export const VerifyEmailRequest = z.strictObject({ email: Email, code: z.string().min(4).max(12) });
export const VerifyEmailResponse = z.object({ user: User });
export const LoginRequest = z
  .strictObject({ login: z.string().min(1).max(254), password: z.string().min(1).max(256) });
export type LoginRequest = z.infer<typeof LoginRequest>;
/** The answer of login and refresh. The refresh token travels only as an HttpOnly cookie. */
export const SessionResponse = z
  .object({ accessToken: z.string(), expiresIn: z.int().describe('Seconds.'), user: User });
export type SessionResponse = z.infer<typeof SessionResponse>;

export const CreateInviteRequest = z
  .strictObject({ role: Role.default('user'), expiresInDays: z.int().min(1).max(90).default(14) });
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
export const InviteList = z.object({ items: z.array(Invite) });
