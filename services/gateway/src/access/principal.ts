import type { ApiKeyScope, Role } from '@mateship/contracts';

/** A person in the web app, proven by an access token. */
export interface SessionPrincipal {
  readonly kind: 'session';
  readonly userId: string;
  readonly role: Role;
  readonly sessionId: string;
  readonly scopes: 'all';
}

/** A program that acts for a person, proven by an API key. */
export interface ApiKeyPrincipal {
  readonly kind: 'apiKey';
  readonly userId: string;
  readonly role: Role;
  readonly keyId: string;
  readonly scopes: readonly ApiKeyScope[];
}

/** Who is asking, whatever the credential was. Repositories take `userId` from here, never from the request. */
export type Principal = SessionPrincipal | ApiKeyPrincipal;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by AccessGuard on every route that needs a credential. */
    principal?: Principal;
  }
}
