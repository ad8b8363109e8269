import { duration, text, type Fields } from '../fields.js';
import { refusal } from '../protocol.js';
import { statements } from './connection.js';

/** How credentials of one kind are made and ended. Lives are in seconds; 0 is the default of the server. */
export interface DatabaseRole {
  connection: string;
  creation: string[];
  revocation: string[];
  rollback: string[];
  renew: string[];
  defaultTtl: number;
  maxTtl: number;
}

/** A role from a request: the old one, changed in what the request names. */
export function databaseRoleFrom(fields: Fields, old: DatabaseRole | undefined): DatabaseRole {
  const role = {
    connection: text(fields, 'db_name') || (old?.connection ?? ''),
    creation: statements(fields, 'creation_statements') ?? old?.creation ?? [],
    revocation: statements(fields, 'revocation_statements') ?? old?.revocation ?? [],
    rollback: statements(fields, 'rollback_statements') ?? old?.rollback ?? [],
    renew: statements(fields, 'renew_statements') ?? old?.renew ?? [],
    defaultTtl: duration(fields, 'default_ttl') ?? old?.defaultTtl ?? 0,
    maxTtl: duration(fields, 'max_ttl') ?? old?.maxTtl ?? 0,
  };
  if (role.connection === '') throw refusal('empty database name attribute field');
  if (role.maxTtl > 0 && role.defaultTtl > role.maxTtl) throw refusal('"default_ttl" value must be less than or equal to "max_ttl"');
  return role;
}

/** What a read tells. */
export function describeRole(role: DatabaseRole): Record<string, unknown> {
  return {
    db_name: role.connection,
    creation_statements: role.creation,
    revocation_statements: role.revocation,
    rollback_statements: role.rollback,
    renew_statements: role.renew,
    default_ttl: role.defaultTtl,
    max_ttl: role.maxTtl,
    credential_type: 'password',
    credential_config: null,
  };
}
