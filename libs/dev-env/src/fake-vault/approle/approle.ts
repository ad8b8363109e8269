import type { Clock } from '../clock.js';
import { text } from '../fields.js';
import { refusal, VaultError, type Answer } from '../protocol.js';
import { listed, route, type Backend, type Call, type Handler } from '../routes.js';
import type { TokenStore } from '../tokens/token-store.js';
import { inBlocks } from './cidr.js';
import { roleFrom, type Role, type SecretId } from './role.js';
import { SecretIds } from './secret-ids.js';

/** The AppRole auth method (https://openbao.org/api-docs/auth/approle/), mounted at `auth/<mount>`. */
export function approle(mount: string, tokens: TokenStore, clock: Clock): Backend {
  const roles = new Map<string, Role>();
  const secretIds = new SecretIds(clock);
  const find = ({ params }: Call): Role => {
    const role = roles.get((params.name ?? '').toLowerCase());
    if (!role) throw new VaultError(404, `role "${params.name}" does not exist`);
    return role;
  };
  const exists = ({ name = '' }: Record<string, string>) => roles.has(name.toLowerCase());
  const lookup: Handler = (call) => secretIds.lookup(find(call), text(call.fields, 'secret_id'));
  const destroy: Handler = (call) => secretIds.destroy(find(call), text(call.fields, 'secret_id'));
  const destroyAccessor: Handler = (call) => secretIds.destroyAccessor(find(call), text(call.fields, 'secret_id_accessor'));
  const write: Handler = ({ params: { name = '' }, fields }) => {
    const role = roleFrom(fields, roles.get(name.toLowerCase()));
    if ([...roles].some(([other, { roleId }]) => roleId === role.roleId && other !== name.toLowerCase())) throw refusal('role_id already in use');
    roles.set(name.toLowerCase(), role);
    return null;
  };
  const read: Handler = ({ params: { name = '' } }) => {
    const role = roles.get(name.toLowerCase());
    return role ? { data: { ...role.settings, ...(role.settings.token_policies.length > 0 && { policies: role.settings.token_policies }) } } : null;
  };
  return {
    type: 'approle',
    unmount: () => tokens.revokeFrom(`auth/${mount}`),
    routes: [
      route('role', { list: () => listed(roles.keys()) }),
      route('role/:name', { read, write, delete: ({ params: { name = '' } }) => (roles.delete(name.toLowerCase()), null) }, { exists }),
      route('role/:name/role-id', { read: (call) => ({ data: { role_id: find(call).roleId } }), write: (call) => setRoleId(find(call), text(call.fields, 'role_id')) }),
      route('role/:name/secret-id', { write: (call) => secretIds.issue(find(call), call.fields), list: (call) => secretIds.accessors(find(call)) }),
      route('role/:name/custom-secret-id', { write: (call) => secretIds.issue(find(call), call.fields, text(call.fields, 'secret_id')) }),
      route('role/:name/secret-id/lookup', { write: lookup }),
      route('role/:name/secret-id/destroy', { write: destroy, delete: destroy }),
      route('role/:name/secret-id-accessor/lookup', { write: (call) => secretIds.lookupAccessor(find(call), text(call.fields, 'secret_id_accessor')) }),
      route('role/:name/secret-id-accessor/destroy', { write: destroyAccessor, delete: destroyAccessor }),
      route('login', { write: login }, { open: true }),
    ],
  };

  function login({ fields, address }: Call): Answer {
    const roleId = text(fields, 'role_id').trim();
    if (roleId === '') throw refusal('missing role_id');
    const [name = '', role] = [...roles].find(([, candidate]) => candidate.roleId === roleId) ?? [];
    if (!role) throw refusal('invalid role or secret ID');
    const secretId = role.settings.bind_secret_id ? useSecretId(role, text(fields, 'secret_id').trim(), address) : undefined;
    const { settings } = role;
    if (settings.secret_id_bound_cidrs?.length && !inBlocks(address, settings.secret_id_bound_cidrs)) throw refusal(`source address "${address}" unauthorized by CIDR restrictions on the role: %!w(<nil>)`);
    // The real one looks at these when the token is used, not now.
    const boundCidrs = secretId?.tokenCidrs.length ? secretId.tokenCidrs : settings.token_bound_cidrs;
    const token = tokens.create({
      policies: settings.token_no_default_policy ? settings.token_policies : [...settings.token_policies, 'default'],
      path: `auth/${mount}login`,
      displayName: mount.replace(/\/$/, '').replaceAll('/', '-'),
      meta: { ...secretId?.metadata, role_name: name },
      orphan: true,
      ttl: settings.token_ttl,
      maxTtl: settings.token_max_ttl,
      explicitMaxTtl: settings.token_explicit_max_ttl,
      period: settings.token_period,
      numUses: settings.token_num_uses,
      type: settings.token_type.endsWith('batch') ? 'batch' : 'service',
      boundCidrs,
    });
    return { auth: tokens.authOf(token) };
  }

  /** A use counts before the address is looked at, as in the real one. */
  function useSecretId(role: Role, id: string, address: string): SecretId {
    if (id === '') throw refusal('missing secret_id');
    const secretId = secretIds.find(role, id);
    if (!secretId) throw refusal('invalid role or secret ID');
    if (secretId.usesLeft === 1) role.secretIds.delete(id);
    else if (secretId.usesLeft > 1) Object.assign(secretId, { usesLeft: secretId.usesLeft - 1, updatedAt: clock.now() });
    if (secretId.cidrs.length > 0 && !inBlocks(address, secretId.cidrs)) throw refusal(`source address "${address}" unauthorized by CIDR restrictions on the secret ID: %!w(<nil>)`);
    return secretId;
  }
}

function setRoleId(role: Role, roleId: string): null {
  if (roleId === '') throw refusal('missing role_id');
  role.roleId = roleId;
  return null;
}
