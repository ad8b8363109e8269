import { randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DecryptionError } from '@mateship/crypto';
import { inTempFolder } from '../../test/temp-folder.js';
import { createKeyFile } from './create-key-file.js';
import { KeyFileManagement } from './key-file-management.js';
import { readKeyFile } from './key-file.js';

const context = Buffer.from('the place of a key');

/** A key file in a folder of its own, and ways to open it. */
function withKeyFile(work: (file: string, open: () => Promise<KeyFileManagement>, folder: string) => Promise<void>): Promise<void> {
  return inTempFolder(async (folder) => {
    const file = path.join(folder, 'vault.json');
    await createKeyFile(file);
    await work(file, async () => new KeyFileManagement(file, (await readKeyFile(file))!), folder);
  });
}

describe('rotating a key file', () => {
  it('adds a version that new keys are wrapped under, and keeps the older ones', () =>
    withKeyFile(async (file, open, folder) => {
      const management = await open();
      const dek = randomBytes(32);
      const old = await management.wrap('chat', context, dek);
      expect(await management.rotate()).toBe(2);
      expect((await management.wrap('chat', context, dek)).version).toBe(2);
      expect(await management.unwrap('chat', context, old.wrapped)).toEqual(dek);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(await readdir(folder)).toEqual(['vault.json']);
    }));

  it('tells the versions with their birth, oldest first', () =>
    withKeyFile(async (_file, open) => {
      const management = await open();
      const before = Date.now();
      await management.rotate();
      const { current, least, versions } = await management.versions();
      expect([current, least, versions.map(({ version }) => version)]).toEqual([2, 1, [1, 2]]);
      expect(versions[1]!.createdAt.getTime()).toBeGreaterThanOrEqual(before);
    }));

  it('makes another secret each time, and never uses a number twice', () =>
    withKeyFile(async (file, open) => {
      const management = await open();
      for (const version of [2, 3, 4]) {
        expect(await management.rotate()).toBe(version);
        await management.retire(version);
      }
      expect([...(await readKeyFile(file))!.roots.keys()]).toEqual([4]);
    }));

  it('is seen by another process: by a key at once, by new keys within a second', () =>
    withKeyFile(async (_file, open) => {
      const [one, other] = [await open(), await open()];
      await one.rotate();
      const { wrapped } = await one.wrap('chat', context, randomBytes(32));
      await expect(other.unwrap('chat', context, wrapped)).resolves.toHaveLength(32);
      await one.rotate();
      await new Promise((resolve) => setTimeout(resolve, 1050));
      expect((await other.wrap('chat', context, randomBytes(32))).version).toBe(3);
      await expect(other.check()).resolves.toBeUndefined();
    }));

  it('loses no key when many read and write meanwhile', () =>
    withKeyFile(async (_file, open) => {
      const [one, other] = [await open(), await open()];
      let running = true;
      const busy = async (management: KeyFileManagement) => {
        while (running) {
          const dek = randomBytes(32);
          const { wrapped } = await management.wrap('chat', context, dek);
          await new Promise((resolve) => setImmediate(resolve));
          for (const reader of [one, other]) expect(await reader.unwrap('chat', context, wrapped)).toEqual(dek);
        }
      };
      const work = Promise.all([busy(one), busy(other), busy(one), busy(other)]);
      for (let times = 0; times < 15; times += 1) {
        await one.rotate();
        await other.versions();
      }
      running = false;
      await work;
      expect((await other.versions()).current).toBe(16);
    }));

  it.each([
    ['nothing', ''],
    ['half a file', '{"format":"mateship-key-file/1","cur'],
    ['a whole file', '{}'],
  ])('overwrites a draft with %s in it that a crash left', (_name, text) =>
    withKeyFile(async (file, open, folder) => {
      await writeFile(`${file}.new`, text, { mode: 0o644 });
      expect((await readKeyFile(file))!.current).toBe(1);
      await (await open()).rotate();
      expect(await readdir(folder)).toEqual(['vault.json']);
      expect((await readKeyFile(file))!.current).toBe(2);
    }));

  it('changes nothing when the file is missing, another one, open to others, or cannot be replaced', () =>
    withKeyFile(async (file, open, folder) => {
      const management = await open();
      const text = await readFile(file, 'utf8');
      const { wrapped } = await management.wrap('chat', context, randomBytes(32));
      const refuses = () => expect(management.rotate()).rejects.toMatchObject({ code: 'KMS_UNAVAILABLE' });
      await rename(file, `${file}.away`);
      await refuses();
      await createKeyFile(file);
      await refuses();
      await rm(file);
      await rename(`${file}.away`, file);
      await chmod(file, 0o644);
      await refuses();
      await chmod(file, 0o600);
      await mkdir(`${file}.new`);
      await refuses();
      expect(await readFile(file, 'utf8')).toBe(text);
      expect((await management.versions()).current).toBe(1);
      await expect(management.unwrap('chat', context, wrapped)).resolves.toHaveLength(32);
      await rm(path.join(folder, 'vault.json.new'), { recursive: true });
      expect(await management.rotate()).toBe(2);
    }));

  it('follows a link to the file and leaves the link', () =>
    withKeyFile(async (file, _open, folder) => {
      const link = path.join(folder, 'link.json');
      await symlink(file, link);
      await new KeyFileManagement(link, (await readKeyFile(link))!).rotate();
      expect((await lstat(link)).isSymbolicLink()).toBe(true);
      expect((await readKeyFile(file))!.current).toBe(2);
    }));
});

describe('rewrapping', () => {
  it('puts each key under the current version and gives null for one that does not open', () =>
    withKeyFile(async (_file, open) => {
      const management = await open();
      const deks = Array.from({ length: 60 }, () => randomBytes(32));
      const batch = await Promise.all(deks.map(async (dek) => ({ purpose: 'chat' as const, context, wrapped: (await management.wrap('chat', context, dek)).wrapped })));
      batch[7]!.wrapped[100]! ^= 1;
      await management.rotate();
      const results = await management.rewrap(batch);
      expect(results[7]).toBeNull();
      for (const [index, result] of results.entries()) {
        if (index === 7) continue;
        expect(result!.version).toBe(2);
        expect(await management.unwrap('chat', context, result!.wrapped)).toEqual(deks[index]);
      }
    }));

  it('does not move a key to another place', () =>
    withKeyFile(async (_file, open) => {
      const management = await open();
      const { wrapped } = await management.wrap('chat', context, randomBytes(32));
      expect(await management.rewrap([{ purpose: 'chat', context: Buffer.from('elsewhere'), wrapped }, { purpose: 'file', context, wrapped }])).toEqual([null, null]);
    }));
});

describe('retiring', () => {
  it('refuses the version for good and takes its secret out of the file', () =>
    withKeyFile(async (file, open) => {
      const management = await open();
      const { wrapped } = await management.wrap('chat', context, randomBytes(32));
      const [root] = (JSON.parse(await readFile(file, 'utf8')) as { roots: { secret: string }[] }).roots;
      await management.rotate();
      await management.retire(2);
      await expect(management.unwrap('chat', context, wrapped)).rejects.toBeInstanceOf(DecryptionError);
      await expect((await open()).unwrap('chat', context, wrapped)).rejects.toBeInstanceOf(DecryptionError);
      expect(await readFile(file, 'utf8')).not.toContain(root!.secret);
      expect(await management.versions()).toMatchObject({ current: 2, least: 2 });
    }));

  it('is followed by another process, which forgets the version too', () =>
    withKeyFile(async (_file, open) => {
      const [one, other] = [await open(), await open()];
      const { wrapped } = await other.wrap('chat', context, randomBytes(32));
      await one.rotate();
      await other.versions();
      await one.retire(2);
      await other.check();
      await expect(other.unwrap('chat', context, wrapped)).rejects.toBeInstanceOf(DecryptionError);
    }));

  it('never takes the current version, and may be repeated', () =>
    withKeyFile(async (file, open) => {
      const management = await open();
      await expect(management.retire(2)).rejects.toThrow(RangeError);
      await management.rotate();
      await management.retire(2);
      const text = await readFile(file, 'utf8');
      await management.retire(2);
      await management.retire(1);
      expect(await readFile(file, 'utf8')).toBe(text);
    }));
});
