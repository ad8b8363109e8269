import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = path.join(__dirname, '../src/browser');

describe('the browser module', () => {
  /** Every file that is reached from browser/index.ts. */
  function reached(file: string, found = new Map<string, string>()): Map<string, string> {
    if (found.has(file)) return found;
    const source = readFileSync(file, 'utf8');
    found.set(file, source);
    for (const [, target] of source.matchAll(/from '(\.[^']+)\.js'/g)) reached(path.join(path.dirname(file), `${target}.ts`), found);
    return found;
  }

  it('uses nothing of Node', () => {
    const files = reached(path.join(FOLDER, 'index.ts'));
    expect(files.size).toBeGreaterThanOrEqual(readdirSync(FOLDER).filter((name) => !name.includes('.spec.')).length);
    for (const [file, source] of files) {
      expect([file, /from '[^.]|\bBuffer\b|\bprocess\.|\brequire\(/.test(source)]).toEqual([file, false]);
    }
  });
});
