/** A login that somebody made for us and takes back when its time is over. */
export interface Lease {
  id: string;
  user: string;
  password: string;
  /** Seconds that it lives from now on, unless it is renewed. */
  ttlSeconds: number;
  renewable: boolean;
}

/** Makes, prolongs and takes back logins. All three reject with a {@link LeaseFault}. */
export interface LeaseSource {
  take(): Promise<Lease>;
  /** Asks for `seconds` more, counted from now; resolves to the seconds that were granted. */
  renew(lease: Lease, seconds: number): Promise<number>;
  /** Ends the sessions of the login and removes it. */
  revoke(lease: Lease): Promise<void>;
  /** Calls `listener` when the leases so far may end early. Returns what ends the calls. */
  onLost(listener: () => void): () => void;
}

/** Why a lease could not be had. Its code is public, its message is for the administrator; neither holds a secret. */
export class LeaseFault extends Error {
  override readonly name = 'LeaseFault';

  constructor(
    /** In capitals and underscores, such as VAULT_SEALED. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The fault as it is, or a sentence that repeats nothing of an error that we do not know. */
export function toLeaseFault(error: unknown): LeaseFault {
  return error instanceof LeaseFault ? error : new LeaseFault('LEASE_FAILED', 'The lease of the database login failed for a reason that is not known.');
}
