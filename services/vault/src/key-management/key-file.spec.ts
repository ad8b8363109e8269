import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inTempFolder } from '../../test/temp-folder.js';
import { createKeyFile } from './create-key-file.js';
import { KeyFileError } from './key-file.errors.js';
import { readKeyFile } from './key-file.js';

const root = (version: number) => ({ version, secret: randomBytes(32).toString('base64url'), createdAt: new Date().toISOString() });
const valid = () => ({ format: 'mateship-key-file/1', current: 1, roots: [root(1)] });

function writeKeyFile(file: string, content: unknown): Promise<void> {
  return writeFile(file, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 });
}

describe('createKeyFile', () => {
  it('writes one fresh root key that only its owner can read, in a folder that only its owner can enter', () =>
    inTempFolder(async (folder) => {
      const file = path.join(folder, 'keys', 'vault.json');
      const keys = await createKeyFile(file);
      expect(keys.current).toBe(1);
      expect(keys.roots.get(1)!.secret.length).toBe(32);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
      expect(await readdir(path.dirname(file))).toEqual(['vault.json']);
    }));

  it('never replaces a file', () =>
    inTempFolder(async (folder) => {
      const file = path.join(folder, 'vault.json');
      const first = await createKeyFile(file);
      const text = await readFile(file, 'utf8');
      expect(await createKeyFile(file)).toEqual(first);
      expect(await readFile(file, 'utf8')).toBe(text);
    }));

  it('gives the same keys to everyone who creates at once', () =>
    inTempFolder(async (folder) => {
      const file = path.join(folder, 'vault.json');
      const all = await Promise.all(Array.from({ length: 8 }, () => createKeyFile(file)));
      expect(new Set(all.map((keys) => keys.roots.get(1)!.secret.toString('hex'))).size).toBe(1);
      expect(await readdir(folder)).toEqual(['vault.json']);
    }));

  it('makes other keys for every installation', () =>
    inTempFolder(async (folder) => {
      const [one, other] = [await createKeyFile(path.join(folder, 'a')), await createKeyFile(path.join(folder, 'b'))];
      expect(one.roots.get(1)).not.toEqual(other.roots.get(1));
    }));
});

describe('readKeyFile', () => {
  it('resolves to null when there is no file', () =>
    inTempFolder(async (folder) => {
      expect(await readKeyFile(path.join(folder, 'vault.json'))).toBeNull();
    }));

  it('reads every version', () =>
    inTempFolder(async (folder) => {
      const file = path.join(folder, 'vault.json');
      const roots = [root(1), root(2)];
      await writeKeyFile(file, { ...valid(), current: 2, roots });
      const keys = await readKeyFile(file);
      expect(keys!.current).toBe(2);
      expect([...keys!.roots].map(([version, { secret }]) => [version, secret.toString('base64url')])).toEqual(roots.map(({ version, secret }) => [version, secret]));
    }));

  it.each([0o640, 0o604, 0o660, 0o644, 0o700, 0o601, 0o4600])('refuses the permissions %p', (mode) =>
    inTempFolder(async (folder) => {
      const file = path.join(folder, 'vault.json');
      await createKeyFile(file);
      await chmod(file, mode);
      await expect(readKeyFile(file)).rejects.toThrow(/chmod 600/);
    }));

  it.each([0o600, 0o400])('accepts the permissions %p', (mode) =>
    inTempFolder(async (folder) => {
      const file = path.join(folder, 'vault.json');
      const keys = await createKeyFile(file);
      await chmod(file, mode);
      expect(await readKeyFile(file)).toEqual(keys);
    }));

  it.each([
    ['an empty file', ''],
    ['half a file', JSON.stringify(valid()).slice(0, 60)],
    ['another format', { ...valid(), format: 'mateship-key-file/2' }],
    ['no root keys', { ...valid(), roots: [] }],
    ['a missing current version', { ...valid(), current: 2 }],
    ['a version after the current one', { ...valid(), roots: [root(1), root(2)] }],
    ['a version given twice', { ...valid(), roots: [root(1), root(1)] }],
    ['a short secret', { ...valid(), roots: [{ ...root(1), secret: 'AAAA' }] }],
    ['an unknown property', { ...valid(), comment: 'mine' }],
  ])('refuses %s and tells no secret', (_name, content) =>
    inTempFolder(async (folder) => {
      const file = path.join(folder, 'vault.json');
      await writeKeyFile(file, content);
      const error = await readKeyFile(file).then(
        () => null,
        (reason: unknown) => reason as Error,
      );
      expect(error).toBeInstanceOf(KeyFileError);
      for (const { secret } of typeof content === 'string' ? [] : content.roots) expect(error!.message).not.toContain(secret);
    }));

  it('refuses a folder and a link to a file that others can read', () =>
    inTempFolder(async (folder) => {
      await mkdir(path.join(folder, 'folder'));
      await expect(readKeyFile(path.join(folder, 'folder'))).rejects.toThrow(KeyFileError);
      await writeFile(path.join(folder, 'open.json'), JSON.stringify(valid()), { mode: 0o644 });
      await symlink(path.join(folder, 'open.json'), path.join(folder, 'link.json'));
      await expect(readKeyFile(path.join(folder, 'link.json'))).rejects.toThrow(/chmod 600/);
    }));
});
