import { execFileSync } from 'node:child_process';
import { writeTar } from './tar.js';

/** What the system's own tar reads. */
const list = (archive: Buffer) => execFileSync('tar', ['--list', '--verbose', '--numeric-owner', '--file', '-'], { input: archive, encoding: 'utf8' }).trim().split('\n');
const read = (archive: Buffer, name: string) => execFileSync('tar', ['--extract', '--to-stdout', '--file', '-', name], { input: archive });

describe('writeTar', () => {
  it('writes files and folders with mode and group, owned by root', () => {
    const lines = list(writeTar([{ name: 'run/', mode: 0o500, group: 20_002 }, { name: 'run/key', mode: 0o400, group: 20_002, content: Buffer.from('abc') }]));
    expect(lines.map((line) => line.replace(/\s+\d{4}-\S+ \S+/, '').replaceAll(/\s+/g, ' '))).toEqual(['dr-x------ 0/20002 0 run/', '-r-------- 0/20002 3 run/key']);
  });

  it.each([0, 1, 511, 512, 513, 70_000])('keeps %d bytes as they are', (size) => {
    const content = Buffer.alloc(size, 0xf7);
    expect(read(writeTar([{ name: 'a', mode: 0o400, group: 1, content }, { name: 'b', mode: 0o400, group: 1, content: Buffer.from('after') }]), 'a').equals(content)).toBe(true);
  });

  it('refuses a name that does not fit', () => {
    expect(() => writeTar([{ name: 'x'.repeat(101), mode: 0, group: 0 }])).toThrow(RangeError);
  });
});
