/** A token of the server. Times are Unix time in milliseconds. */
export interface Token {
  id: string;
  accessor: string;
  policies: string[];
  path: string;
  displayName: string;
  meta: Record<string, string> | null;
  parent: string | null;
  orphan: boolean;
  type: 'service' | 'batch';
  createdAt: number;
  creationTtl: number;
  /** Null lives forever, as root tokens do. */
  expiresAt: number | null;
  lastRenewal: number | null;
  explicitMaxTtl: number;
  /** The maximum that its role or mount gave it. */
  maxTtl: number;
  period: number;
  renewable: boolean;
  /** Uses that are left; 0 is without limit, -1 used up and about to be revoked. */
  numUses: number;
  boundCidrs: string[];
}

/** What it takes to make a token. */
export type TokenWish = Partial<Omit<Token, 'accessor' | 'createdAt' | 'lastRenewal' | 'expiresAt' | 'creationTtl'>> & Pick<Token, 'policies' | 'path'> & { ttl?: number };

/** The longest and the usual life of tokens and leases, in seconds (32 days). */
export const SYSTEM_TTL = 2_764_800;
