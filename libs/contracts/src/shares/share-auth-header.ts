// Apart from the schemas: whoever sends it need not load them.

/** Carries the `auth` of a link in base64url. It is never part of an address. */
export const SHARE_AUTH_HEADER = 'x-share-auth';
