import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { copyNative, findNativePackage } from '../src/embedded/native-folder.js';

const version = (native: string): string => execFileSync(path.join(native, 'bin', 'postgres'), ['--version'], { encoding: 'utf8' });

describe('the PostgreSQL binaries', () => {
  it('run where npm put them', () => {
    const native = findNativePackage();
    expect(native.version).toMatch(/^17\./);
    expect(version(native.folder)).toMatch(/PostgreSQL\) 17\./);
  });

  it('run from a copy that everybody can read, which is made once', () => {
    const native = { ...findNativePackage(), version: `test-${process.pid}` };
    const copy = copyNative(native);
    const made = fs.statSync(copy).ctimeMs;
    expect(version(copy)).toMatch(/PostgreSQL\) 17\./);
    expect(fs.statSync(path.dirname(copy)).mode & 0o777).toBe(0o755);
    expect(fs.statSync(copyNative(native)).ctimeMs).toBe(made);
    fs.rmSync(path.dirname(copy), { recursive: true });
  });

  it('are not taken from a folder that others may write', () => {
    const native = { ...findNativePackage(), version: `open-${process.pid}` };
    const planted = path.join(os.tmpdir(), `mateship-postgres-${native.version}-${process.getuid?.() ?? 0}`);
    fs.mkdirSync(planted);
    fs.chmodSync(planted, 0o777);
    expect(() => copyNative(native)).not.toThrow();
    expect(fs.existsSync(path.join(planted, 'native', 'bin', 'postgres'))).toBe(true);
    expect(fs.statSync(planted).mode & 0o022).toBe(0);
    fs.rmSync(planted, { recursive: true });
  });
});
