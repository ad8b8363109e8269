import { randomBytes } from 'node:crypto';
import { chmod, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DecryptionError } from '@mateship/crypto';
import { inTempFolder } from '../../test/temp-folder.js';
import { createKeyFile } from './create-key-file.js';
import { KeyFileManagement } from './key-file-management.js';

const context = Buffer.from('the place of a key');
const roots = (current: number, ...versions: number[]) => ({ current, roots: new Map(versions.map((version) => [version, { secret: randomBytes(32), createdAt: new Date().toISOString() }])) });

describe('KeyFileManagement', () => {
  it('unwraps what it wrapped', async () => {
    const management = new KeyFileManagement('unused', roots(1, 1));
    const dek = randomBytes(32);
    const { wrapped, version } = await management.wrap('chat', context, dek);
    expect(version).toBe(1);
    expect(await management.unwrap('chat', context, wrapped)).toEqual(dek);
  });

  it('keeps purposes and contexts apart', async () => {
    const management = new KeyFileManagement('unused', roots(1, 1));
    const { wrapped } = await management.wrap('chat', context, randomBytes(32));
    await expect(management.unwrap('file', context, wrapped)).rejects.toBeInstanceOf(DecryptionError);
    await expect(management.unwrap('chat', Buffer.from('elsewhere'), wrapped)).rejects.toBeInstanceOf(DecryptionError);
  });

  it('wraps under the current version and still opens older ones', async () => {
    const both = roots(2, 1, 2);
    const dek = randomBytes(32);
    const old = await new KeyFileManagement('unused', { ...both, current: 1 }).wrap('chat', context, dek);
    const management = new KeyFileManagement('unused', both);
    expect((await management.wrap('chat', context, dek)).version).toBe(2);
    expect(await management.unwrap('chat', context, old.wrapped)).toEqual(dek);
  });

  it('does not open a key of a version that is gone or of another installation', async () => {
    const { wrapped } = await new KeyFileManagement('unused', roots(1, 1)).wrap('chat', context, randomBytes(32));
    await expect(new KeyFileManagement('unused', roots(2, 2)).unwrap('chat', context, wrapped)).rejects.toBeInstanceOf(DecryptionError);
    await expect(new KeyFileManagement('unused', roots(1, 1)).unwrap('chat', context, wrapped)).rejects.toBeInstanceOf(DecryptionError);
    await expect(new KeyFileManagement('unused', roots(1, 1)).unwrap('chat', context, Buffer.from('junk'))).rejects.toBeInstanceOf(DecryptionError);
  });

  it('is healthy while its file is there, unchanged and private', () =>
    inTempFolder(async (folder) => {
      const file = path.join(folder, 'vault.json');
      const management = new KeyFileManagement(file, await createKeyFile(file));
      await expect(management.check()).resolves.toBeUndefined();
      await chmod(file, 0o644);
      await expect(management.check()).rejects.toThrow(/chmod 600/);
      await rm(file);
      await expect(management.check()).rejects.toThrow(/Put it back/);
      await createKeyFile(file);
      await expect(management.check()).rejects.toThrow(/Put it back/);
      await writeFile(file, '', { mode: 0o600 });
      await expect(management.check()).rejects.toThrow(/damaged/);
    }));
});
