import { execFileSync } from 'node:child_process';
import { secretArchive } from './secret-archive.js';

const names = (archive: Buffer) => execFileSync('tar', ['--list', '--file', '-'], { input: archive, encoding: 'utf8' }).trim().split('\n');

describe('secretArchive', () => {
  it('replaces the whole folder of secrets: file, folder, what is in it', () => {
    expect(names(secretArchive({ identity: 'i', secrets: { token: 'a', other: 'b' }, group: 20_001 }))).toEqual(['identity', 'secrets', 'secrets/', 'secrets/token', 'secrets/other']);
  });

  it('gives all of it to root, readable for the group of the app and writable for nobody', () => {
    const verbose = execFileSync('tar', ['--list', '--verbose', '--numeric-owner', '--file', '-'], { input: secretArchive({ identity: 'i', secrets: { token: 'a' }, group: 20_001 }), encoding: 'utf8' });
    expect(verbose.trim().split('\n').map((line) => line.split(/\s+/).slice(0, 2))).toEqual([['-r--r-----', '0/20001'], ['-r--r-----', '0/20001'], ['dr-xr-x---', '0/20001'], ['-r--r-----', '0/20001']]);
  });

  it('empties the folder when there are none', () => {
    expect(names(secretArchive({ identity: 'i', secrets: {}, group: 20_001 }))).toEqual(['identity', 'secrets', 'secrets/']);
  });
});
