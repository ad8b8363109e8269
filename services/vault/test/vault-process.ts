import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { deriveMacKey, InternalClient } from '@mateship/service-kit';
import type { VaultConfig } from '../src/config/config.js';

const PROJECT = path.resolve(__dirname, '..');

/** A vault in a process of its own, on the data of a configuration, that can be killed. */
export class VaultProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly client: InternalClient,
  ) {}

  /**
   * Resolves when it listens. It runs the bundle, which global-setup.cjs has made.
   * @param preload JavaScript that the process runs before anything else
   */
  static async start(config: VaultConfig, folder: string, preload = ''): Promise<VaultProcess> {
    const target = `unix:${folder}/other.sock`;
    const secrets = { DATABASE_URL_FILE: config.databaseUrl, GATEWAY_SECRET_FILE: config.gatewaySecret };
    for (const [name, text] of Object.entries(secrets)) writeFileSync(path.join(folder, name), text, { mode: 0o600 });
    const file = path.join(folder, 'mateship.yaml');
    writeFileSync(file, JSON.stringify({ vault: { databaseLogin: config.databaseLogin } }));
    const child = spawn(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(preload)}`, path.join(PROJECT, 'dist/main.mjs')], {
      stdio: ['pipe', 'ignore', 'inherit', 'ipc'],
      env: {
        MATESHIP_VAULT_LISTEN_INTERNAL: target,
        MATESHIP_VAULT_KEY_FILE: config.keyFile,
        ...keysOf(config),
        MATESHIP_VAULT_ROTATE_DAYS: '0',
        MATESHIP_PARENT_PIPE: '1',
        MATESHIP_CONFIG: file,
        ...Object.fromEntries(Object.keys(secrets).map((name) => [`MATESHIP_VAULT_${name}`, path.join(folder, name)])),
      },
    });
    const key = deriveMacKey(Buffer.from(config.gatewaySecret), 'gateway->vault');
    const client = new InternalClient({ target, key, audience: 'vault', timeoutMs: 5000, unavailable: 'KMS_UNAVAILABLE' });
    const [first] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown];
    if (typeof first !== 'object') throw new Error(`the vault ended with ${String(first)}`);
    return new VaultProcess(child, client);
  }

  /** Resolves when it has ended by itself. */
  async ended(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended();
    await this.client.close();
  }
}

function keysOf({ keys }: VaultConfig): Record<string, string> {
  if (keys.kind === 'file') return {};
  const { address, role, roleIdFile, secretIdFile, firstSecretIdFile } = keys;
  const names = { KIND: keys.kind, ADDRESS: address, ROLE: role, ROLE_ID_FILE: roleIdFile, SECRET_ID_FILE: secretIdFile, FIRST_SECRET_ID_FILE: firstSecretIdFile };
  return Object.fromEntries(Object.entries(names).map(([name, value]) => [`MATESHIP_VAULT_KEYS_${name}`, value]));
}
