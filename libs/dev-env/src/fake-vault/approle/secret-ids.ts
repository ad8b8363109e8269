import { randomUUID } from 'node:crypto';
import { rfc3339, type Clock } from '../clock.js';
import { duration, list, text, whole, type Fields } from '../fields.js';
import { failure, refusal, VaultError, type Answer } from '../protocol.js';
import { listed } from '../routes.js';
import { requireBlocks, requireSubset } from './cidr.js';
import type { Role, SecretId } from './role.js';

/** What can be done with the secret ids of a role. */
export class SecretIds {
  constructor(private readonly clock: Clock) {}

  /** Makes a secret id: a random one, or the given one. */
  issue(role: Role, fields: Fields, given?: string): Answer {
    const { settings } = role;
    if (!settings.bind_secret_id) throw refusal('bind_secret_id is not set on the role');
    if (given === '') throw refusal('missing secret_id');
    const cidrs = list(fields, 'cidr_list') ?? [];
    const tokenCidrs = list(fields, 'token_bound_cidrs') ?? [];
    requireBlocks([...cidrs, ...tokenCidrs]);
    requireSubset(cidrs, settings.secret_id_bound_cidrs ?? []);
    requireSubset(tokenCidrs, settings.token_bound_cidrs);
    const uses = limited(whole(fields, 'num_uses'), settings.secret_id_num_uses, 'num_uses');
    const ttl = limited(duration(fields, 'ttl'), settings.secret_id_ttl, 'ttl');
    const now = this.clock.now();
    const id = given ?? randomUUID();
    if (role.secretIds.has(id)) throw refusal('SecretID is already registered');
    const secretId: SecretId = { accessor: randomUUID(), cidrs, tokenCidrs, metadata: metadataIn(fields), usesLeft: uses, ttl, createdAt: now, updatedAt: now, expiresAt: ttl ? now + ttl * 1000 : null };
    role.secretIds.set(id, secretId);
    return { data: { secret_id: id, secret_id_accessor: secretId.accessor, secret_id_num_uses: uses, secret_id_ttl: ttl } };
  }

  /** A secret id that has not expired. */
  find(role: Role, id: string): SecretId | undefined {
    const found = role.secretIds.get(id);
    if (!found || found.expiresAt === null || found.expiresAt > this.clock.now()) return found;
    role.secretIds.delete(id);
    return undefined;
  }

  accessors(role: Role): Answer | null {
    return listed([...role.secretIds.keys()].flatMap((id) => this.find(role, id)?.accessor ?? []));
  }

  lookup(role: Role, id: string): Answer | null {
    if (id === '') throw refusal('missing secret_id');
    const found = this.find(role, id);
    return found ? { data: describe(found) } : { empty: 204 };
  }

  destroy(role: Role, id: string): null {
    if (id === '') throw refusal('missing secret_id');
    role.secretIds.delete(id);
    return null;
  }

  lookupAccessor(role: Role, accessor: string): Answer {
    const id = this.idOf(role, accessor);
    const found = id === undefined ? undefined : role.secretIds.get(id);
    if (!found) throw new VaultError(404, unknown(accessor));
    return { data: describe(found) };
  }

  destroyAccessor(role: Role, accessor: string): null {
    const id = this.idOf(role, accessor);
    if (id === undefined) throw failure(500, unknown(accessor));
    role.secretIds.delete(id);
    return null;
  }

  private idOf(role: Role, accessor: string): string | undefined {
    if (accessor === '') throw refusal('missing secret_id_accessor');
    return [...role.secretIds.keys()].find((id) => this.find(role, id)?.accessor === accessor);
  }
}

const unknown = (accessor: string) => `failed to find accessor entry for secret_id_accessor: "${accessor}"`;

/** A request may ask for less than its role allows, never for more. */
function limited(asked: number | undefined, limit: number, name: string): number {
  if (asked === undefined) return limit;
  if (asked < 0) throw refusal(`${name} cannot be negative`);
  if (limit > 0 && (asked === 0 || asked > limit)) throw refusal(`${name} cannot be higher than the role's secret_id_${name}`);
  return asked;
}

function metadataIn(fields: Fields): Record<string, string> {
  const source = text(fields, 'metadata');
  if (source === '') return {};
  try {
    return JSON.parse(source) as Record<string, string>;
  } catch {
    throw refusal('failed to parse metadata: it must be JSON text');
  }
}

function describe(secretId: SecretId): Record<string, unknown> {
  return {
    secret_id_accessor: secretId.accessor,
    cidr_list: secretId.cidrs,
    token_bound_cidrs: secretId.tokenCidrs,
    creation_time: rfc3339(secretId.createdAt),
    expiration_time: secretId.expiresAt === null ? '0001-01-01T00:00:00Z' : rfc3339(secretId.expiresAt),
    last_updated_time: rfc3339(secretId.updatedAt),
    metadata: secretId.metadata,
    secret_id_num_uses: secretId.usesLeft,
    secret_id_ttl: secretId.ttl,
  };
}
