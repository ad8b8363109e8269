import pg from 'pg';
import type { StatementNames } from './statement-names.js';

/**
 * A class of connections that let PostgreSQL keep their repeated statements prepared: it parses and plans them once for
 * each connection and not for each use. Only statements with parameters count; whatever else a client can run is untouched.
 */
export function preparingClient(names: StatementNames): typeof pg.Client {
  return class extends pg.Client {
    override query(...args: unknown[]): never {
      const [text, values, ...rest] = args;
      const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? names.nameOf(text) : undefined;
      const query = super.query.bind(this) as (...all: unknown[]) => never;
      return name === undefined ? query(...args) : query({ name, text, values }, ...rest);
    }
  };
}
