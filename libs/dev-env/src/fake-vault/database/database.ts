import type { Clock } from '../clock.js';
import { failure, refusal, type Answer } from '../protocol.js';
import type { LeaseStore } from '../leases/lease-store.js';
import { listed, route, type Backend, type Call, type Handler } from '../routes.js';
import { randomText } from '../tokens/token-store.js';
import { SYSTEM_TTL } from '../tokens/token.js';
import { allows, connected, connectionFrom, describeConnection, rotateRoot, type Connection } from './connection.js';
import { databaseRoleFrom, describeRole, type DatabaseRole } from './database-role.js';
import { createUser, dropUser, renewUser } from './postgres-user.js';

/** The database secrets engine (https://openbao.org/api-docs/secret/databases/) on a real PostgreSQL. */
export function database(mount: string, leases: LeaseStore, clock: Clock): Backend {
  const connections = new Map<string, Connection>();
  const roles = new Map<string, DatabaseRole>();
  const connectionOf = (name: string): Connection => {
    const connection = connections.get(name);
    if (!connection) throw failure(500, `failed to find entry for connection with name: "${name}"`);
    return connection;
  };
  const configure: Handler = async ({ params: { name = '' }, fields }) => {
    const connection = connectionFrom(fields, connections.get(name));
    if (connection.verify) await verify(connection);
    connections.set(name, connection);
    return null;
  };
  const rotate: Handler = async ({ params: { name = '' } }) => {
    await rotateRoot(connectionOf(name), randomText(20));
    return null;
  };
  return {
    type: 'database',
    unmount: async () => {
      for (const id of leases.ids(mount)) await leases.revoke(id);
    },
    routes: [
      route('config', { list: () => listed(connections.keys()) }),
      route('config/:name', { read: ({ params }) => read(connections.get(params.name ?? ''), describeConnection), write: configure, delete: ({ params }) => remove(connections, params) }, { exists: ({ name = '' }) => connections.has(name) }),
      route('reset/:name', { write: ({ params }) => (connectionOf(params.name ?? ''), null) }),
      route('rotate-root/:name', { write: rotate }),
      route('roles', { list: () => listed(roles.keys()) }),
      route('roles/:name', { read: ({ params }) => read(roles.get(params.name ?? ''), describeRole), write: writeRole, delete: ({ params }) => remove(roles, params) }, { exists: ({ name = '' }) => roles.has(name) }),
      route('creds/:name', { read: credentials }),
    ],
  };

  function writeRole({ params: { name = '' }, fields }: Call): null {
    roles.set(name, databaseRoleFrom(fields, roles.get(name)));
    return null;
  }

  async function credentials({ params: { name = '' }, token }: Call): Promise<Answer> {
    const role = roles.get(name);
    if (!role) throw refusal(`unknown role: ${name}`);
    const connection = connectionOf(role.connection);
    if (!allows(connection, name)) throw failure(500, `"${name}" is not an allowed role`);
    const ttl = Math.min(role.defaultTtl || SYSTEM_TTL, role.maxTtl || SYSTEM_TTL);
    const { username, password } = await createUser(connection, role, { displayName: token?.displayName ?? '', roleName: name }, clock.now() + ttl * 1000);
    const lease = leases.add({
      path: `${mount}creds/${name}`,
      token: token?.id ?? '',
      ttl,
      maxTtl: role.maxTtl,
      renew: (expiresAt) => renewUser(connectionOf(role.connection), role, username, expiresAt),
      revoke: () => dropUser(connectionOf(role.connection), roles.get(name) ?? role, username),
    });
    return { data: { username, password }, lease: { id: lease.id, seconds: ttl, renewable: true } };
  }
}

async function verify(connection: Connection): Promise<void> {
  try {
    await connected(connection, (client) => client.query('SELECT 1'));
  } catch (error) {
    throw refusal(`error creating database object: error verifying - ping: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function read<T>(found: T | undefined, describe: (found: T) => Record<string, unknown>): Answer | null {
  return found === undefined ? null : { data: describe(found) };
}

function remove(from: Map<string, unknown>, { name = '' }: Record<string, string>): null {
  from.delete(name);
  return null;
}
