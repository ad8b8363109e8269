import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CommandError } from '../command.errors.js';
import { DATA_VERSION, holdsData, markDataFolder, openDataFolder } from './data-folder.js';
import { type Layout, layoutOf } from './layout.js';
import { makeRunFolder } from './run-folder.js';
import { handOver, installationSecret } from './secrets.js';

describe('the data folder', () => {
  let base: string;
  let layout: Layout;
  beforeEach(() => {
    base = fs.mkdtempSync(path.join(os.tmpdir(), 'mateship-data-'));
    layout = layoutOf(path.join(base, 'deep', 'data'));
  });
  afterEach(() => fs.rmSync(base, { recursive: true }));

  /** What a server that was ready once leaves behind. */
  function use(): void {
    openDataFolder(layout);
    makeRunFolder(layout);
    fs.mkdirSync(path.join(layout.postgres, 'cluster'), { recursive: true });
    fs.writeFileSync(path.join(layout.postgres, 'cluster', 'PG_VERSION'), '17\n');
    fs.writeFileSync(layout.vaultKey, '{}');
    markDataFolder(layout);
  }

  it('is made with its parents', () => {
    openDataFolder(layout);
    expect(fs.readdirSync(layout.data)).toEqual([]);
    expect(holdsData(layout)).toBe(false);
  });

  it('is accepted again when it is whole', () => {
    use();
    expect(() => openDataFolder(layout)).not.toThrow();
    expect(fs.readFileSync(layout.version, 'utf8')).toBe(`${DATA_VERSION}\n`);
  });

  it.each([
    ['its database', (): void => fs.rmSync(layout.postgres, { recursive: true }), /database .* is missing or empty/],
    ['its key file', (): void => fs.rmSync(layout.vaultKey), /vault\.json is missing/],
    ['a readable version', (): void => fs.writeFileSync(layout.version, 'one'), /does not hold a version number/],
  ])('is refused without %s', (_, damage, sentence) => {
    use();
    damage();
    expect(() => openDataFolder(layout)).toThrow(sentence);
  });

  it('needs no key file when keys are in Vault', () => {
    use();
    fs.rmSync(layout.vaultKey);
    expect(() => openDataFolder(layout, true)).not.toThrow();
  });

  it.each(['/proc/mateship/data', '/dev/null/data'])('is refused at %s, where nothing can be made', (place) => {
    expect(() => openDataFolder(layoutOf(place))).toThrow(CommandError);
  });

  it('makes a secret once and keeps it', () => {
    openDataFolder(layout);
    makeRunFolder(layout);
    const secret = installationSecret(layout, 'database-x');
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(installationSecret(layout, 'database-x')).toBe(secret);
    expect(fs.statSync(path.join(layout.keys, 'database-x')).mode & 0o777).toBe(0o600);
  });

  it('does not make up a secret for data that exists', () => {
    use();
    expect(() => installationSecret(layout, 'database-x')).toThrow(/is missing\. Restore/);
  });

  it('starts every boot with an empty run folder', () => {
    openDataFolder(layout);
    makeRunFolder(layout);
    const file = handOver(layout, 'old', 'secret');
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    makeRunFolder(layout);
    expect(fs.readdirSync(layout.secrets)).toEqual([]);
    expect(fs.statSync(layout.run).mode & 0o777).toBe(0o700);
  });
});
