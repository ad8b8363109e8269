import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFakeVault, type FakeVault } from '@mateship/dev-env';
import { z } from 'zod';
import { openVaultSession, VaultSettings, type VaultSession } from '../src/index.js';
import { prepareVault, roleOf, type VaultService } from '../src/preparation/index.js';
import { VaultClient } from '../src/vault-client.js';

const POLICIES = path.resolve(__dirname, '../../../deploy/vault/policies');

/** A fake Vault, prepared as an installation prepares its own, in a folder of its own. */
export class PreparedVault {
  private readonly sessions: VaultSession[] = [];
  private readonly admin: VaultClient;

  private constructor(
    readonly fake: FakeVault,
    readonly folder: string,
  ) {
    this.admin = new VaultClient(fake.address, undefined, 1900);
  }

  static async start(): Promise<PreparedVault> {
    const vault = new PreparedVault(await startFakeVault(), await mkdtemp(path.join(os.tmpdir(), 'vault-session-')));
    await vault.prepare();
    return vault;
  }

  prepare(renew: VaultService[] = []): Promise<void> {
    return prepareVault({ address: this.fake.address, token: this.fake.rootToken, policies: POLICIES, output: this.folder, renew });
  }

  settings(service: VaultService = 'vault', change: object = {}): VaultSettings {
    const file = (name: string): string => path.join(this.folder, service, name);
    return VaultSettings.parse({ address: this.fake.address, role: roleOf(service), roleIdFile: file('role-id'), secretIdFile: file('secret-id'), firstSecretIdFile: file('first-secret-id'), ...change });
  }

  async session(service: VaultService = 'vault', change: object = {}): Promise<VaultSession> {
    const session = await openVaultSession(this.settings(service, change));
    this.sessions.push(session);
    return session;
  }

  /** Asks as an administrator. */
  ask(method: 'GET' | 'POST', what: string, body?: Record<string, unknown>, wrapSeconds?: number): Promise<unknown> {
    return this.admin.request(this.fake.rootToken, { method, path: what, body, wrapSeconds, answer: z.unknown() });
  }

  /** How often a path was asked for with success. */
  count(end: string): number {
    return this.fake.requests().filter(({ path: asked, status }) => asked.endsWith(end) && status < 300).length;
  }

  async close(): Promise<void> {
    this.fake.unseal();
    this.fake.slow(null);
    this.fake.breakWith(null);
    await Promise.all(this.sessions.map((session) => session.close()));
    this.admin.close();
    await this.fake.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Waits until something is so. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await condition()); tries += 1) {
    if (tries > 1000) throw new Error('it never comes to that');
    await sleep(20);
  }
}
