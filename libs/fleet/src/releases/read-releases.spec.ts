import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { aRelease } from '../../test/a-release.js';
import { readFirstParty, readManifest, readReleases } from './read-releases.js';

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'releases-'))));
afterEach(() => fs.rmSync(folder, { recursive: true }));

function write(name: string, value: unknown): string {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, typeof value === 'string' ? value : stringify(value));
  return file;
}
const anApp = (id: string) => write(`${id}/app.yaml`, aRelease({ id }).manifest);
const slots = (...apps: { id: string; slot: number }[]) => write('first-party.yaml', { apps });
const invalid = (message: RegExp) => expect.objectContaining({ code: 'MANIFEST_INVALID', message: expect.stringMatching(message) as string });

describe('readReleases', () => {
  it('reads the listed apps in the order of their slots, and no others', () => {
    ['pdf', 'ai', 'stranger'].forEach(anApp);
    slots({ id: 'pdf', slot: 2 }, { id: 'ai', slot: 1 });
    expect(readReleases(folder).map(({ manifest, slot }) => [manifest.id, slot])).toEqual([['ai', 1], ['pdf', 2]]);
  });

  it('refuses a list that gives a slot or a name twice', () => {
    ['pdf', 'ai'].forEach(anApp);
    slots({ id: 'pdf', slot: 2 }, { id: 'ai', slot: 2 });
    expect(() => readReleases(folder)).toThrow(invalid(/names 2 twice/));
    slots({ id: 'pdf', slot: 2 }, { id: 'pdf', slot: 3 });
    expect(() => readReleases(folder)).toThrow(invalid(/names pdf twice/));
  });

  it.each([0, 8001, 1.5])('refuses slot %d', (slot) => {
    anApp('pdf');
    slots({ id: 'pdf', slot });
    expect(() => readReleases(folder)).toThrow(invalid(/slot/));
  });

  it('refuses a folder whose app calls itself something else', () => {
    write('pdf/app.yaml', aRelease({ id: 'ai' }).manifest);
    slots({ id: 'pdf', slot: 2 });
    expect(() => readReleases(folder)).toThrow(invalid(/calls its app "ai"/));
  });

  it('cannot be led out of its folder', () => {
    slots({ id: '../../etc', slot: 2 });
    expect(() => readReleases(folder)).toThrow(invalid(/not valid/));
  });

  it('says which file is missing', () => {
    expect(() => readReleases(folder)).toThrow(invalid(/first-party\.yaml/));
  });
});

describe('readManifest', () => {
  it('says which file asks for what no app may have', () => {
    const file = write('app.yaml', { ...aRelease().manifest, privileged: true });
    expect(() => readManifest(file)).toThrow(expect.objectContaining({ code: 'MANIFEST_FORBIDDEN', details: { settings: ['privileged'] } }));
  });

  it.each([
    ['a bomb of aliases', `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefgh'.split('').map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[index]}`).join()}]`).join('\n')}`],
    ['a key that is there twice', 'id: pdf\nid: ai\n'],
    ['what is no YAML', '{'],
    ['more than a megabyte', `# ${'x'.repeat(1024 * 1024)}`],
  ])('refuses %s', (_what, text) => {
    expect(() => readManifest(write('app.yaml', text))).toThrow(expect.objectContaining({ code: 'MANIFEST_INVALID' }));
  });
});

it('readFirstParty reads the apps of this checkout', () => {
  expect(readFirstParty(path.join(__dirname, '../../../..')).map(({ manifest, slot }) => [manifest.id, slot])).toEqual([['ai', 1], ['pdf', 2], ['support', 3]]);
});
