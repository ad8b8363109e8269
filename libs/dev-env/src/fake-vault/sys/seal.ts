import { randomBytes, randomUUID } from 'node:crypto';
import { refusal, VaultError, type Answer } from '../protocol.js';
import type { Fields } from '../fields.js';
import { flag, text, whole } from '../fields.js';

const VERSION = '2.4.4';

/** Whether the server is initialised and unsealed, and what it tells of that to everyone. */
export class Seal {
  readonly clusterId = randomUUID();
  /** What sys/unseal takes. */
  readonly unsealKey = randomBytes(32).toString('hex');
  initialized: boolean;
  sealed: boolean;
  standby = false;

  constructor(initialized: boolean) {
    this.initialized = initialized;
    this.sealed = !initialized;
  }

  /** Answers what works without unsealing; undefined for every other path. */
  answer(path: string, operation: string, fields: Fields, query: URLSearchParams): Answer | 'init' | undefined {
    if (path === 'sys/health' && operation === 'read') return this.health(query);
    if (path === 'sys/seal-status' && operation === 'read') return { bare: this.status() };
    if (path === 'sys/init' && operation === 'read') return { bare: { initialized: this.initialized } };
    if (path === 'sys/init' && operation === 'write') return 'init';
    if (path === 'sys/unseal' && operation === 'write') return this.unseal(fields);
    if (path === 'sys/leader' && operation === 'read' && !this.sealed) return { bare: { ha_enabled: false, is_self: true, leader_address: '', leader_cluster_address: '' } };
    return undefined;
  }

  /** The body of sys/init for a static seal: recovery keys instead of unseal keys, and unsealed at once. */
  init(fields: Fields, rootToken: string): Answer {
    if (this.initialized) throw refusal('Vault is already initialized');
    if (whole(fields, 'secret_shares') !== undefined) throw refusal('parameters secret_shares,secret_threshold not applicable to seal type static');
    const shares = whole(fields, 'recovery_shares') ?? 5;
    const threshold = whole(fields, 'recovery_threshold') ?? 3;
    if (threshold > shares || (shares > 1 && threshold === 1)) throw refusal('invalid recovery configuration: recovery threshold cannot be larger than recovery shares');
    const keys = Array.from({ length: shares }, () => randomBytes(33));
    this.initialized = true;
    this.sealed = false;
    return { bare: { keys: [], keys_base64: [], recovery_keys: keys.map((key) => key.toString('hex')), recovery_keys_base64: keys.map((key) => key.toString('base64')), root_token: rootToken } };
  }

  private status(): Record<string, unknown> {
    return {
      type: 'static',
      initialized: this.initialized,
      sealed: this.sealed,
      t: 1,
      n: 1,
      progress: 0,
      nonce: '',
      version: VERSION,
      build_date: '2025-11-10T00:00:00Z',
      migration: false,
      recovery_seal: true,
      storage_type: 'inmem',
      ...(!this.sealed && { cluster_name: 'fake', cluster_id: this.clusterId }),
    };
  }

  private unseal(fields: Fields): Answer {
    if (!this.initialized) throw refusal('Vault is not initialized');
    const key = text(fields, 'key');
    if (!flag(fields, 'reset')) {
      if (key === '') throw refusal("'key' must be specified in request body as JSON, or 'reset' set to true");
      if (key !== this.unsealKey && Buffer.from(key, 'base64').toString('hex') !== this.unsealKey) throw refusal('unseal failed, invalid key');
      this.sealed = false;
    }
    return { bare: this.status() };
  }

  private health(query: URLSearchParams): Answer {
    const code = (name: string, usual: number) => (query.has(name) ? Number(query.get(name)) || invalid(name) : usual);
    const standbyOk = ['standbyok', 'perfstandbyok'].some((name) => query.has(name) && query.get(name) !== 'false');
    const status = !this.initialized
      ? code('uninitcode', 501)
      : this.sealed
        ? code('sealedcode', 503)
        : this.standby && !standbyOk
          ? code('standbycode', 429)
          : code('activecode', 200);
    const { initialized, sealed, standby } = this;
    return {
      status,
      bare: { initialized, sealed, standby, performance_standby: false, replication_performance_mode: 'disabled', replication_dr_mode: 'disabled', server_time_utc: Math.floor(Date.now() / 1000), version: VERSION, ...(!sealed && { cluster_name: 'fake', cluster_id: this.clusterId }) },
    };
  }
}

function invalid(name: string): never {
  throw new VaultError(400, `invalid value for ${name}`);
}
