import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { readSecretId, writeSecretId, type StoredSecretId } from './secret-id-file.js';
import { VaultFault } from './vault-fault.js';
import type { VaultClient } from './vault-client.js';
import type { VaultSettings } from './vault-settings.js';

const Auth = z.object({ auth: z.object({ client_token: z.string().min(1), lease_duration: z.int().min(1), renewable: z.boolean() }) });
const SecretId = z.object({ data: z.object({ secret_id: z.string().min(1) }) });
const Wrapping = z.object({ data: z.object({ creation_path: z.string() }) });
const ALARM =
  'The wrapped secret id has been opened before, or has expired. If no start of this service opened it, somebody else holds the secret id: destroy it, find out who, then hand out a new one.';

/** A token, with the seconds that it lives unless it is renewed. */
export interface Token {
  value: string;
  ttl: number;
  renewable: boolean;
}

/** Logs a service in by AppRole, with a secret id that nobody but the service knows. */
export class AppRole {
  constructor(
    private readonly client: VaultClient,
    private readonly settings: VaultSettings,
  ) {}

  /** Each login mints the secret id of the next one and destroys its own. */
  async login(signal: AbortSignal): Promise<Token> {
    const stored = (await readSecretId(this.settings.secretIdFile)) ?? (await this.first(signal));
    try {
      return await this.loginWith(stored, signal);
    } catch (fault) {
      if (!(fault instanceof VaultFault) || fault.isOutage) throw fault;
      // A process that is just ending may have replaced it meanwhile.
      const now = await readSecretId(this.settings.secretIdFile);
      if (!now || now.secretId === stored.secretId) throw fault;
      return this.loginWith(now, signal);
    }
  }

  async renew(token: Token, signal: AbortSignal): Promise<Token> {
    const { auth } = await this.client.request(token.value, { method: 'POST', path: 'auth/token/renew-self', body: {}, answer: Auth, signal });
    return { value: token.value, ttl: auth.lease_duration, renewable: auth.renewable };
  }

  private async loginWith(stored: StoredSecretId, signal: AbortSignal): Promise<Token> {
    const body = { role_id: await readTrimmed(this.settings.roleIdFile), secret_id: stored.secretId };
    const { auth } = await this.client.request(null, { method: 'POST', path: 'auth/approle/login', body, answer: Auth, signal }).catch((fault: unknown) => {
      throw fault instanceof VaultFault && !fault.isOutage ? loginRefused(fault, this.settings) : fault;
    });
    await this.replace(stored, auth.client_token, signal);
    return { value: auth.client_token, ttl: auth.lease_duration, renewable: auth.renewable };
  }

  /** Unwraps the first secret id. The wrapping must come from this role: another one could be an attacker's. */
  private async first(signal: AbortSignal): Promise<StoredSecretId> {
    const token = await readTrimmed(this.settings.firstSecretIdFile);
    try {
      const wrapping = await this.client.request(null, { method: 'POST', path: 'sys/wrapping/lookup', body: { token }, answer: Wrapping, signal });
      if (wrapping.data.creation_path !== this.path('secret-id')) throw new VaultFault('refused', [], `${this.settings.firstSecretIdFile} wraps something else than a secret id of the role ${this.settings.role}.`);
      const { data } = await this.client.request(token, { method: 'POST', path: 'sys/wrapping/unwrap', body: {}, answer: SecretId, signal });
      const stored = { secretId: data.secret_id };
      await writeSecretId(this.settings.secretIdFile, stored);
      return stored;
    } catch (fault) {
      const isUsed = fault instanceof VaultFault && (fault.kind === 'denied' || fault.reasons.some((reason) => reason.includes('wrapping token')));
      throw isUsed ? new VaultFault('refused', fault.reasons, ALARM) : fault;
    }
  }

  /** The new one is on disk before the old one goes, so that a crash at any point leaves one that works. */
  private async replace(old: StoredSecretId, token: string, signal: AbortSignal): Promise<void> {
    const { secretIdCidrs: cidrs, secretIdFile } = this.settings;
    const body = cidrs.length === 0 ? {} : { cidr_list: cidrs.join(',') };
    const { data } = await this.client.request(token, { method: 'POST', path: this.path('secret-id'), body, answer: SecretId, signal });
    if (old.replaced !== undefined) await this.destroy(old.replaced, token, signal);
    await writeSecretId(secretIdFile, { secretId: data.secret_id, replaced: old.secretId });
    await this.destroy(old.secretId, token, signal);
    await writeSecretId(secretIdFile, { secretId: data.secret_id });
  }

  private async destroy(secretId: string, token: string, signal: AbortSignal): Promise<void> {
    await this.client.request(token, { method: 'POST', path: this.path('secret-id/destroy'), body: { secret_id: secretId }, answer: z.unknown(), signal });
  }

  private path(rest: string): string {
    return `auth/approle/role/${this.settings.role}/${rest}`;
  }
}

function loginRefused(fault: VaultFault, { role, roleIdFile, secretIdFile }: VaultSettings): VaultFault {
  return new VaultFault(fault.kind, fault.reasons, `Vault refused the login of the role ${role}. Check ${roleIdFile}. If the secret id in ${secretIdFile} has expired, delete that file and give the service a new wrapped secret id.`);
}

async function readTrimmed(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`The file ${file} cannot be read: ${error.code}.`);
  });
  if (text.trim() === '') throw new Error(`The file ${file} is empty.`);
  return text.trim();
}
