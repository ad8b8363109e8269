import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { KeyVersions, VAULT_KEY_VERSION_PATHS } from '@mateship/contracts';
import { gatewayCalls, type RunningVault, startVault } from './running-vault.js';
import { VaultProcess } from './vault-process.js';

/** Makes a process kill itself around one call of node:fs/promises, as a power cut would. */
const dying = (when: 'before' | 'after', call: string) => `
  import fs from 'node:fs/promises';
  import { syncBuiltinESMExports } from 'node:module';
  const real = fs.${call};
  fs.${call} = async (...args) => {
    if ('${when}' === 'after') await real(...args);
    process.kill(process.pid, 'SIGKILL');
    return new Promise(() => {});
  };
  syncBuiltinESMExports();`;

describe('a vault that dies while it rotates', () => {
  let vault: RunningVault;
  beforeEach(async () => {
    vault = await startVault();
  });
  afterEach(() => vault.close());

  const folder = () => path.dirname(vault.config.keyFile);
  const keyFile = () => readFile(vault.config.keyFile, 'utf8');
  const rotate = (client: VaultProcess['client']) => client.json('POST', VAULT_KEY_VERSION_PATHS.rotate, { actor: 'test' }, KeyVersions);

  async function dieWhileRotating(when: 'before' | 'after', call: string): Promise<void> {
    const dies = await VaultProcess.start(vault.config, path.dirname(folder()), dying(when, call));
    await expect(rotate(dies.client)).rejects.toMatchObject({ code: 'KMS_UNAVAILABLE' });
    await dies.ended();
    await dies.kill();
  }

  /** A vault that has not yet noticed the version of another one first takes its own last keys along. */
  async function rotated(): Promise<number> {
    for (;;) {
      const result = await rotate(vault.client).catch((error: { code: string }) => error);
      if ('current' in result) return result.current;
      expect(result.code).toBe('KEY_ROTATION_RUNNING');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function expectEverythingToOpen(): Promise<void> {
    const calls = await gatewayCalls(vault.client);
    const place = { purpose: 'chat' as const, ownerId: randomUUID(), objectId: randomUUID() };
    const { keyId } = await calls.create(place);
    const before = await rotated();
    for (let tries = 0; tries < 3000; tries += 1) {
      const { rewrap } = await vault.client.json('GET', VAULT_KEY_VERSION_PATHS.status, undefined, KeyVersions);
      if (rewrap.left === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await vault.restart();
    await vault.client.json('POST', VAULT_KEY_VERSION_PATHS.retire, { below: before, actor: 'test' }, KeyVersions);
    expect((await calls.unseal(place, await calls.open(place, keyId))).length).toBe(32);
    expect(await readdir(folder())).toEqual(['vault.json']);
  }

  it('between the draft and its renaming keeps the old file, byte for byte', async () => {
    const before = await keyFile();
    await dieWhileRotating('before', 'rename');
    expect(await keyFile()).toBe(before);
    expect((await readdir(folder())).sort()).toEqual(['vault.json', 'vault.json.new']);
    await expectEverythingToOpen();
  });

  it('right after the renaming has the new file, whole', async () => {
    const before = JSON.parse(await keyFile()) as { roots: unknown[] };
    await dieWhileRotating('after', 'rename');
    expect(JSON.parse(await keyFile())).toMatchObject({ current: 2, roots: [before.roots[0], { version: 2 }] });
    expect(await readdir(folder())).toEqual(['vault.json']);
    await expectEverythingToOpen();
  });

  it('before it removes an older draft keeps the old file', async () => {
    const before = await keyFile();
    await dieWhileRotating('before', 'rm');
    expect(await keyFile()).toBe(before);
    await expectEverythingToOpen();
  });
});
