import { parseDatabaseUrl } from './database-url.js';

/**
 * Where a pool gets its login from. One source stands for one database role; `password` is asked before
 * every new connection, so a rotated password needs no new pool. A new role needs a new data source.
 */
export interface CredentialSource {
  /** The role that logs in. */
  readonly user: string;
  /** Resolves to the password that is valid now. A rejection fails the connection attempt. */
  password(): Promise<string>;
}

/** The login that is written in the database URL; it stays the same for the life of the process. */
export class StaticCredentials implements CredentialSource {
  readonly user: string;
  readonly #password: string;

  /** @param url `postgres://user:password@…`; throws TypeError when it is not such a URL. */
  constructor(url: string) {
    const address = parseDatabaseUrl(url);
    this.user = address.user;
    this.#password = address.password;
  }

  password(): Promise<string> {
    return Promise.resolve(this.#password);
  }
}
