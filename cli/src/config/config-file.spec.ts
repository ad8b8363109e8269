import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readConfigFile } from './config-file.js';

describe('readConfigFile', () => {
  let root: string;
  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), 'mateship-config-'));
  });
  afterEach(() => fs.rmSync(root, { recursive: true }));

  const write = (content: string): string => {
    const file = path.join(root, 'mateship.yaml');
    fs.writeFileSync(file, content);
    return file;
  };

  it('finds mateship.yaml in the root', () => {
    const file = write('gateway:\n  publicUrl: https://mates.example\n  rateLimit: 5\nvault:\n  keys:\n    kind: transit\n');
    expect(readConfigFile(undefined, root)).toEqual({ file, publicUrl: 'https://mates.example', keysKind: 'transit' });
  });

  it('needs no file', () => {
    expect(readConfigFile(undefined, root)).toBeNull();
  });

  it('takes an empty file', () => {
    expect(readConfigFile(write(''), root)).toMatchObject({ publicUrl: undefined, keysKind: undefined });
  });

  it('refuses a file that was asked for and is not there', () => {
    expect(() => readConfigFile(path.join(root, 'other.yaml'), root)).toThrow(/cannot be read/);
  });

  it.each(['gateway: [', 'gateway: 5', 'gateway:\n  publicUrl: 5', 'vault:\n  keys: file'])('refuses %p', (content) => {
    expect(() => readConfigFile(write(content), root)).toThrow(/is not valid/);
  });
});
