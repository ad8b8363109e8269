import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { KeyPurpose } from '@mateship/contracts';
import { z } from 'zod';
import { VaultClient, type VaultRequest } from '../vault-client.js';
import { VaultFault } from '../vault-fault.js';
import { roleOf, transitKeyName, VAULT_SERVICES, type VaultService } from './roles.js';

const HOUR = 3600;
const DAY = 24 * HOUR;
const Mounts = z.object({ data: z.record(z.string(), z.unknown()) });
const RoleId = z.object({ data: z.object({ role_id: z.string().min(1) }) });
const Wrapped = z.object({ wrap_info: z.object({ token: z.string().min(1) }) });

/** How long a first secret id waits to be unwrapped. */
export const WRAP_SECONDS = DAY;

/** What {@link prepareVault} works with. */
export interface Preparation {
  address: string;
  /** Of an administrator. It is not kept. */
  token: string;
  caFile?: string;
  /** Folder with deploy/vault/policies. */
  policies: string;
  /** Gets a folder for each service, with `role-id` and `first-secret-id`. */
  output: string;
  /** From where each service may log in; nothing is from anywhere. */
  cidrs?: Partial<Record<VaultService, string[]>>;
  /** Services that get a new first secret id though they have got one before. */
  renew?: readonly VaultService[];
}

/**
 * Brings an unsealed Vault or OpenBao to what the services need: engines, transit keys, policies, roles, and the first secret
 * id of each service, wrapped. Safe to run again: what is there stays, policies and roles are brought up to date.
 * @throws VaultFault
 */
export async function prepareVault({ address, token, caFile, ...what }: Preparation): Promise<void> {
  const client = new VaultClient(address, caFile && (await readFile(caFile, 'utf8')), 1900);
  try {
    const ask: Ask = (request) => client.request(token, request);
    await enable(ask, 'sys/mounts', ['transit', 'database']);
    await enable(ask, 'sys/auth', ['approle']);
    for (const purpose of KeyPurpose.options) await createKey(ask, transitKeyName(purpose));
    for (const service of Object.keys(VAULT_SERVICES) as VaultService[]) await prepareService(ask, service, what);
  } finally {
    client.close();
  }
}

type Ask = <T>(request: VaultRequest<T>) => Promise<T>;

async function enable(ask: Ask, path: string, types: readonly string[]): Promise<void> {
  const { data } = await ask({ method: 'GET', path, answer: Mounts });
  for (const type of types) if (!(`${type}/` in data)) await ask({ method: 'POST', path: `${path}/${type}`, body: { type }, answer: z.unknown() });
}

/** What must never leave the server is settled when a key is made: later it could only be loosened. */
async function createKey(ask: Ask, name: string): Promise<void> {
  const known = await ask({ method: 'GET', path: `transit/keys/${name}`, answer: z.unknown() }).catch((fault: unknown) => {
    if (fault instanceof VaultFault && fault.kind === 'absent') return null;
    throw fault;
  });
  if (known === null) await ask({ method: 'POST', path: `transit/keys/${name}`, body: { type: 'aes256-gcm96', derived: true, exportable: false, allow_plaintext_backup: false, auto_rotate_period: '0' }, answer: z.unknown() });
}

async function prepareService(ask: Ask, service: VaultService, { policies, output, cidrs, renew }: Omit<Preparation, 'address' | 'token' | 'caFile'>): Promise<void> {
  const names = VAULT_SERVICES[service];
  for (const name of names) {
    const policy = await readFile(path.join(policies, `${name}.hcl`), 'utf8');
    await ask({ method: 'PUT', path: `sys/policies/acl/mateship-${name}`, body: { policy }, answer: z.unknown() });
  }
  const role = `auth/approle/role/${roleOf(service)}`;
  const bound = cidrs?.[service] ?? [];
  await ask({
    method: 'POST',
    path: role,
    body: {
      token_policies: names.map((name) => `mateship-${name}`),
      token_no_default_policy: true,
      token_ttl: HOUR,
      token_max_ttl: DAY,
      secret_id_ttl: 90 * DAY,
      // A service destroys each secret id itself when it has the next one; a limit would lock out one that crashes in between.
      secret_id_num_uses: 0,
      secret_id_bound_cidrs: bound,
      token_bound_cidrs: bound,
    },
    answer: z.unknown(),
  });
  const folder = path.join(output, service);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { data } = await ask({ method: 'GET', path: `${role}/role-id`, answer: RoleId });
  await replace(path.join(folder, 'role-id'), data.role_id);
  const first = path.join(folder, 'first-secret-id');
  if ((await isThere(first)) && !renew?.includes(service)) return;
  const wrapped = await ask({ method: 'POST', path: `${role}/secret-id`, body: {}, wrapSeconds: WRAP_SECONDS, answer: Wrapped });
  await replace(first, wrapped.wrap_info.token);
}

async function replace(file: string, text: string): Promise<void> {
  await rm(file, { force: true });
  await writeFile(file, `${text}\n`, { mode: 0o600, flag: 'wx' });
}

function isThere(file: string): Promise<boolean> {
  return readFile(file).then(
    () => true,
    () => false,
  );
}
