import { parseDatabaseUrl } from './database-url.js';

/** With what a new connection logs in. */
export interface Login {
  user: string;
  password: string;
  /** Taken on with SET ROLE before anything else, so that what the connection makes belongs to this role. Without it the user acts as itself. */
  role?: string;
}

/** Where the pools of a service get their login from. It may change at any time; a pool then moves over by itself. */
export interface CredentialSource {
  /**
   * The login for connections that are opened now.
   * @throws DomainError DATABASE_UNAVAILABLE while there is none.
   */
  login(): Login;
  /**
   * Calls `swap` when there is another login, or none any more. What it returns resolves when no connection of the
   * login before is left; a source takes that login back only then, or after a time of grace. Returns what ends the calls.
   */
  onChange(swap: () => Promise<void>): () => void;
  /** Told that the server refused this login, or that there was none; resolves to whether there is another one now. */
  replace(refused: Login | undefined): Promise<boolean>;
}

/** The login that is written in the database URL; it stays the same for the life of the process. */
export class StaticCredentials implements CredentialSource {
  readonly #login: Login;

  /** @param url `postgres://user:password@…`; throws TypeError when it is not such a URL. */
  constructor(url: string) {
    const { user, password } = parseDatabaseUrl(url);
    this.#login = { user, password };
  }

  login(): Login {
    return this.#login;
  }

  onChange(): () => void {
    return () => undefined;
  }

  replace(): Promise<boolean> {
    return Promise.resolve(false);
  }
}
