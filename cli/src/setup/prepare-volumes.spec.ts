import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CommandError } from '../command.errors.js';
import { prepareVolumes } from './prepare-volumes.js';
import { INSTALLATION, MARKER, VOLUMES } from './volumes.js';

describe('prepareVolumes', () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mateship-volumes-'));
    for (const name of [INSTALLATION, ...VOLUMES.map((volume) => volume.name)]) fs.mkdirSync(path.join(folder, name));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const prepare = (step?: () => void): void => prepareVolumes({ folder, asRoot: false, ...(step === undefined ? {} : { step }) });
  const read = (name: string): string => fs.readFileSync(path.join(folder, name), 'utf8').trim();
  const empty = (name: string): void => {
    fs.rmSync(path.join(folder, name), { recursive: true });
    fs.mkdirSync(path.join(folder, name));
  };
  const files = (): string[] => fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).sort();
  const snapshot = (): Record<string, string> => Object.fromEntries(files().map((name) => [name, read(name)]));
  /** Ends the work at its n-th change. Gives whether it came that far. */
  const cutAt = (count: number): boolean => {
    let left = count;
    try {
      prepare(() => {
        if (left-- === 0) throw new Error('cut');
      });
      return false;
    } catch (error) {
      if ((error as Error).message === 'cut') return true;
      throw error;
    }
  };

  /** What each consumer needs to work with the others. */
  const expectWhole = (): void => {
    expect(read('secrets-postgres/superuser')).toBe(read('secrets-setup-database/superuser'));
    for (const service of ['gateway', 'vault']) {
      expect(read(`secrets-${service}/database-url`)).toBe(`postgres://${service}:${read(`secrets-setup-database/${service}`)}@postgres:5432/${service}`);
    }
    expect(read('secrets-gateway/vault')).toBe(read('secrets-vault/gateway'));
    expect(read('secrets-gateway/updater')).toBe(read('secrets-updater/gateway'));
    expect(read('secrets-updater/broker')).toBe(read('secrets-broker/updater'));
    expect(`requirepass ${/default:(.+)@/.exec(read('secrets-gateway/redis-url'))?.[1]}`).toBe(read('secrets-redis/redis.conf'));
    for (const { name } of VOLUMES) expect(read(`${name}/${MARKER}`)).toBe(read(`${INSTALLATION}/id`));
  };

  it('gives every consumer its secrets, all different and 32 bytes long', () => {
    prepare();
    expectWhole();
    const originals = files().filter((name) => name.startsWith(`${INSTALLATION}/secret-`)).map(read);
    expect(originals).toHaveLength(7);
    expect(new Set(originals).size).toBe(7);
    for (const secret of originals) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  });

  it('lets only the consumer read a secret', () => {
    prepare();
    const secrets = files().filter((name) => (name.startsWith('secrets-') || name.startsWith(INSTALLATION)) && !name.endsWith(MARKER));
    expect(secrets.length).toBeGreaterThan(20);
    expect(secrets.filter((name) => (fs.statSync(path.join(folder, name)).mode & 0o777) !== 0o400)).toEqual([]);
    expect(VOLUMES.filter(({ name, kind }) => kind === 'secrets' && (fs.statSync(path.join(folder, name)).mode & 0o777) !== 0o700)).toEqual([]);
    expect(fs.statSync(path.join(folder, 'broker-socket')).mode & 0o7777).toBe(0o2750);
  });

  it('changes nothing the second time', () => {
    prepare();
    const before = snapshot();
    let changes = 0;
    prepare(() => changes++);
    expect([changes, snapshot()]).toEqual([0, before]);
  });

  it('completes after a cut at steps all along the way, without making a secret twice', () => {
    let steps = 0;
    prepare(() => steps++);
    expect(steps).toBeGreaterThan(60);
    // Odd, so that both steps of a file are met.
    for (let count = 0; count < steps; count += 3) {
      for (const name of [INSTALLATION, ...VOLUMES.map((volume) => volume.name)]) empty(name);
      expect(cutAt(count)).toBe(true);
      const seen = files().filter((name) => name.startsWith(`${INSTALLATION}/secret-`)).map((name) => [name, read(name)]);
      prepare();
      expectWhole();
      for (const [name, secret] of seen) expect(read(name as string)).toBe(secret);
      expect(files().filter((name) => name.endsWith('.new'))).toEqual([]);
    }
  });

  it('completes after being cut again and again', () => {
    let cuts = 0;
    // Two steps are one file.
    while (cutAt(2)) cuts++;
    expectWhole();
    expect(cuts).toBeGreaterThan(20);
  });

  it('fills a volume of secrets that was lost with the same secrets', () => {
    prepare();
    const before = snapshot();
    empty('secrets-gateway');
    empty('secrets-redis');
    prepare();
    expect(snapshot()).toEqual(before);
  });

  it.each(['postgres-data', 'vault-data', 'gateway-data'])('refuses an empty %s where data was expected, and changes nothing', (name) => {
    prepare();
    empty(name);
    const before = snapshot();
    expect(() => prepare()).toThrow(new CommandError(`The volume "${name}" is empty, but this installation holds data in it. Restore it from a backup, or remove all volumes of this project to begin anew.`));
    expect(snapshot()).toEqual(before);
  });

  it('refuses data without the installation that it belongs to', () => {
    prepare();
    empty(INSTALLATION);
    const before = snapshot();
    expect(() => prepare()).toThrow(/^The volume "installation" is empty, but "postgres-data" holds the data of an installation\./);
    expect(snapshot()).toEqual(before);
  });

  it('refuses data of another installation', () => {
    prepare();
    fs.rmSync(path.join(folder, 'vault-data', MARKER));
    fs.writeFileSync(path.join(folder, 'vault-data', MARKER), 'another\n');
    expect(() => prepare()).toThrow(/^The volume "vault-data" belongs to another installation/);
  });

  it('refuses data that nobody marked', () => {
    fs.writeFileSync(path.join(folder, 'gateway-data', 'something'), '');
    expect(() => prepare()).toThrow(/^The volume "gateway-data" holds data that no installation of Mateship made\./);
    expect(files()).toEqual(['gateway-data/something']);
  });

  it('takes the folder of a file system that is its own volume for empty', () => {
    fs.mkdirSync(path.join(folder, 'postgres-data', 'lost+found'));
    prepare();
    expectWhole();
  });

  it('refuses to replace a secret that was lost', () => {
    prepare();
    fs.rmSync(path.join(folder, INSTALLATION, 'secret-gateway-vault'));
    expect(() => prepare()).toThrow('The secret "gateway-vault" is missing in the volume "installation". Restore it from a backup.');
  });

  it('makes a secret that this release brings', () => {
    prepare();
    const made = path.join(folder, INSTALLATION, 'made.json');
    const { secrets, volumes } = JSON.parse(fs.readFileSync(made, 'utf8')) as { secrets: string[]; volumes: string[] };
    fs.rmSync(made);
    fs.writeFileSync(made, JSON.stringify({ secrets: secrets.filter((name) => name !== 'redis'), volumes }));
    fs.rmSync(path.join(folder, INSTALLATION, 'secret-redis'));
    prepare();
    expectWhole();
  });

  it('repairs modes that a backup lost', () => {
    prepare();
    fs.chmodSync(path.join(folder, 'secrets-vault', 'gateway'), 0o666);
    fs.chmodSync(path.join(folder, 'vault-data'), 0o777);
    prepare();
    expect(fs.statSync(path.join(folder, 'secrets-vault', 'gateway')).mode & 0o777).toBe(0o400);
    expect(fs.statSync(path.join(folder, 'vault-data')).mode & 0o777).toBe(0o700);
  });

  it('says which volume is not mounted', () => {
    fs.rmSync(path.join(folder, 'egress-log'), { recursive: true });
    expect(() => prepare()).toThrow(/^The volume "egress-log" is not mounted at /);
  });

  it('gives each service its own part of mateship.yaml, and takes it back when it is gone', () => {
    const config = path.join(folder, 'mateship.yaml');
    fs.writeFileSync(config, 'shared: { logLevel: debug }\ngateway: { models: { providers: [{ apiKey: sk-1 }] } }\nother: 1\n');
    prepare();
    expect(read('secrets-gateway/mateship.yaml')).toContain('sk-1');
    expect(read('secrets-gateway/mateship.yaml')).not.toContain('other');
    expect(read('secrets-vault/mateship.yaml')).toBe('shared:\n  logLevel: debug');
    fs.rmSync(config);
    prepare();
    expect(read('secrets-gateway/mateship.yaml')).toBe('{}');
  });

  it.each(['gateway: [', '- a', '7'])('refuses a mateship.yaml that says %p', (content) => {
    fs.writeFileSync(path.join(folder, 'mateship.yaml'), content);
    expect(() => prepare()).toThrow(CommandError);
    expect(fs.readdirSync(path.join(folder, INSTALLATION))).toEqual([]);
  });
});

/** Only root can give files away. */
(process.getuid?.() === 0 ? describe : describe.skip)('prepareVolumes as root', () => {
  it('gives every volume to its user, also what a backup left to somebody else', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mateship-volumes-'));
    for (const name of [INSTALLATION, ...VOLUMES.map((volume) => volume.name)]) fs.mkdirSync(path.join(folder, name));
    try {
      prepareVolumes({ folder, asRoot: true });
      fs.writeFileSync(path.join(folder, 'vault-data', 'vault.json'), '{}');
      fs.chownSync(path.join(folder, 'secrets-vault', 'gateway'), 4711, 4711);
      prepareVolumes({ folder, asRoot: true });
      const ownerOf = (name: string): number[] => [fs.statSync(path.join(folder, name)).uid, fs.statSync(path.join(folder, name)).gid];
      expect(ownerOf('vault-data/vault.json')).toEqual([10_002, 10_002]);
      expect(ownerOf('secrets-vault/gateway')).toEqual([10_002, 10_002]);
      expect(ownerOf('secrets-gateway/redis-url')).toEqual([10_001, 10_001]);
      expect(ownerOf('broker-socket')).toEqual([0, 10_003]);
      expect(fs.statSync(path.join(folder, 'broker-socket')).mode & 0o7777).toBe(0o2750);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});
