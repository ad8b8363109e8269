import { execFileSync } from 'node:child_process';
import { secretArchive } from './secret-archive.js';

const names = (archive: Buffer) => execFileSync('tar', ['--list', '--file', '-'], { input: archive, encoding: 'utf8' }).trim().split('\n');

describe('secretArchive', () => {
  it('replaces the whole folder of secrets: file, folder, what is in it', () => {
    expect(names(secretArchive({ identity: 'i', secrets: { token: 'a', other: 'b' }, owner: 20_001 }))).toEqual(['identity', 'secrets', 'secrets/', 'secrets/token', 'secrets/other']);
  });

  it('empties the folder when there are none', () => {
    expect(names(secretArchive({ identity: 'i', secrets: {}, owner: 20_001 }))).toEqual(['identity', 'secrets', 'secrets/']);
  });
});
