import { randomUUID } from 'node:crypto';
import { duration, flag, list, text, whole, type Fields } from '../fields.js';
import { refusal } from '../protocol.js';
import { requireBlocks } from './cidr.js';

/** A role of the AppRole method, with Vault's own names of its settings. */
export interface Role {
  roleId: string;
  secretIds: Map<string, SecretId>;
  settings: RoleSettings;
}

/** The settings of a role as they are read and written. Lives are in seconds. */
export interface RoleSettings {
  bind_secret_id: boolean;
  local_secret_ids: boolean;
  secret_id_bound_cidrs: string[] | null;
  secret_id_num_uses: number;
  secret_id_ttl: number;
  token_bound_cidrs: string[];
  token_explicit_max_ttl: number;
  token_max_ttl: number;
  token_no_default_policy: boolean;
  token_num_uses: number;
  token_period: number;
  token_policies: string[];
  token_ttl: number;
  token_type: string;
}

/** A secret id of a role. Times are Unix time in milliseconds. */
export interface SecretId {
  accessor: string;
  cidrs: string[];
  tokenCidrs: string[];
  metadata: Record<string, string>;
  /** 0 is without limit. */
  usesLeft: number;
  ttl: number;
  createdAt: number;
  updatedAt: number;
  expiresAt: number | null;
}

const NEW: RoleSettings = {
  bind_secret_id: true,
  local_secret_ids: false,
  secret_id_bound_cidrs: null,
  secret_id_num_uses: 0,
  secret_id_ttl: 0,
  token_bound_cidrs: [],
  token_explicit_max_ttl: 0,
  token_max_ttl: 0,
  token_no_default_policy: false,
  token_num_uses: 0,
  token_period: 0,
  token_policies: [],
  token_ttl: 0,
  token_type: 'default',
};

/** A role from a request: the old one, changed in what the request names. */
export function roleFrom(fields: Fields, old: Role | undefined): Role {
  const base = old?.settings ?? NEW;
  const number = (name: 'secret_id_num_uses' | 'token_num_uses') => {
    const value = whole(fields, name) ?? base[name];
    if (value < 0) throw refusal(`${name} cannot be negative`);
    return value;
  };
  const life = (name: 'secret_id_ttl' | 'token_ttl' | 'token_max_ttl' | 'token_explicit_max_ttl' | 'token_period') => duration(fields, name) ?? base[name];
  const settings: RoleSettings = {
    bind_secret_id: flag(fields, 'bind_secret_id') ?? base.bind_secret_id,
    local_secret_ids: flag(fields, 'local_secret_ids') ?? base.local_secret_ids,
    secret_id_bound_cidrs: list(fields, 'secret_id_bound_cidrs') ?? base.secret_id_bound_cidrs,
    secret_id_num_uses: number('secret_id_num_uses'),
    secret_id_ttl: life('secret_id_ttl'),
    token_bound_cidrs: list(fields, 'token_bound_cidrs') ?? base.token_bound_cidrs,
    token_explicit_max_ttl: life('token_explicit_max_ttl'),
    token_max_ttl: life('token_max_ttl'),
    token_no_default_policy: flag(fields, 'token_no_default_policy') ?? base.token_no_default_policy,
    token_num_uses: number('token_num_uses'),
    token_period: life('token_period'),
    token_policies: list(fields, 'token_policies') ?? list(fields, 'policies') ?? base.token_policies,
    token_ttl: life('token_ttl'),
    token_type: text(fields, 'token_type') || base.token_type,
  };
  requireBlocks([...(settings.secret_id_bound_cidrs ?? []), ...settings.token_bound_cidrs]);
  if (settings.token_max_ttl > 0 && settings.token_ttl > settings.token_max_ttl) throw refusal('token_ttl should not be greater than token_max_ttl');
  if (!settings.bind_secret_id && (settings.secret_id_bound_cidrs ?? []).length === 0 && settings.token_bound_cidrs.length === 0) throw refusal('at least one constraint should be enabled on the role');
  return { roleId: text(fields, 'role_id') || (old?.roleId ?? randomUUID()), secretIds: old?.secretIds ?? new Map(), settings };
}
