import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { CredentialSource, Login } from '../credentials/credential-source.js';
import { codeOf, isDatabaseUnavailable } from '../data-source/connection-faults.js';
import { preparingClient } from '../statements/preparing-client.js';
import { StatementNames } from '../statements/statement-names.js';

type Checkout = (error: Error | undefined, client: pg.PoolClient | undefined, release: (error?: Error | boolean) => void) => void;

interface Generation {
  login: Login;
  pool: pg.Pool;
}

// A wrong password or a role that is gone, and a role that may not log in (any more).
const REFUSED_LOGIN = new Set(['28P01', '28000']);
const POLL_MS = 20;

/**
 * A pool of node-postgres whose login may change while it is in use. Behind it is one ordinary pool per login: new
 * requests go to the pool of the current login; the one before serves who waits in it already, closes its idle
 * connections at once and the others when they are given back. Emits `error` when an idle connection breaks.
 */
export class RotatingPool extends EventEmitter<{ error: [Error] }> {
  private readonly leave: () => void;
  private readonly Client = preparingClient(new StatementNames());
  private readonly retiring = new Set<Promise<void>>();
  #current: Generation | undefined;
  private isOver = false;

  /** @param options what every connection has, but its login. */
  constructor(
    private readonly options: pg.PoolConfig,
    private readonly credentials: CredentialSource,
  ) {
    super();
    this.leave = credentials.onChange(() => this.swap());
  }

  /** A connection of one's own; it must be released. A login that is missing or that the server refuses is replaced once, where that is possible. */
  connect(): Promise<pg.PoolClient>;
  connect(callback: Checkout): void;
  connect(callback?: Checkout): Promise<pg.PoolClient> | void {
    const checkout = this.checkout();
    if (!callback) return checkout;
    checkout.then(
      (client) => callback(undefined, client, (error) => client.release(error)),
      (error: Error) => callback(error, undefined, () => undefined),
    );
  }

  /** Runs one statement on any connection. */
  async query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<pg.QueryResult<Row>> {
    const client = await this.checkout();
    let fault: Error | undefined;
    try {
      return await client.query<Row>(text, values);
    } catch (error) {
      if (isDatabaseUnavailable(error)) fault = error as Error;
      throw error;
    } finally {
      client.release(fault);
    }
  }

  /** Resolves when every connection, of any login, was given back and closed. */
  end(): Promise<void>;
  end(callback: (error?: Error) => void): void;
  end(callback?: (error?: Error) => void): Promise<void> | void {
    const ended = this.close();
    if (!callback) return ended;
    ended.then(() => callback(), callback);
  }

  private async checkout(): Promise<pg.PoolClient> {
    let login: Login | undefined;
    try {
      const generation = this.generation();
      login = generation.login;
      return await generation.pool.connect();
    } catch (error) {
      const isLoginFault = login === undefined ? !this.isOver : REFUSED_LOGIN.has(codeOf(error));
      if (!isLoginFault || !(await this.credentials.replace(login))) throw error;
      return this.generation().pool.connect();
    }
  }

  private generation(): Generation {
    if (this.isOver) throw new Error('Cannot use a pool after calling end on the pool');
    this.#current ??= this.begin(this.credentials.login());
    return this.#current;
  }

  private begin(login: Login): Generation {
    const { user, password, role } = login;
    const pool = new pg.Pool({ ...this.options, Client: this.Client, user, password, ...(role === undefined ? {} : { onConnect: (client: pg.ClientBase) => takeOn(client, role) }) });
    pool.on('error', (error) => this.emit('error', error));
    // Without a listener, a connection that breaks between two statements of its user would end the process; the next statement says so anyway.
    pool.on('connect', (client) => client.on('error', () => undefined));
    return { login, pool };
  }

  /** Resolves when no connection of the login so far is left. */
  private swap(): Promise<void> {
    const old = this.#current;
    this.#current = undefined;
    if (!old) return Promise.resolve();
    const retired = retire(old.pool).finally(() => this.retiring.delete(retired));
    this.retiring.add(retired);
    return retired;
  }

  private async close(): Promise<void> {
    this.isOver = true;
    this.leave();
    void this.swap();
    await Promise.all(this.retiring);
  }
}

/** The pool waits for what this returns before it hands the connection out. */
function takeOn(client: pg.ClientBase, role: string): Promise<unknown> {
  return client.query(`SET ROLE ${pg.escapeIdentifier(role)}`);
}

/** A pool that ends forgets who waits in it, so they come first. */
async function retire(pool: pg.Pool): Promise<void> {
  while (pool.waitingCount > 0) await sleep(POLL_MS);
  await pool.end();
}
