import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { en } from './en.js';

const SOURCE = join(__dirname, '..');

function keysOf(texts: object, prefix = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) => (typeof value === 'object' ? keysOf(value as object, `${prefix}${key}.`) : [`${prefix}${key}`]));
}

const sources = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.spec.ts') && !file.startsWith('text/'))
  .map((file) => readFileSync(join(SOURCE, file), 'utf8'))
  .join('\n');

describe('the English texts', () => {
  it('are all used', () => {
    const unused = keysOf(en).filter((key) => {
      const plain = key.replace(/_(zero|one|other)$/, '');
      const computed = /^(error\.code|list|step|keys)\.|^keys\.scope_|^apps\.(state|usage|verb)_|^serverKeys\.state_|^shares\.state_/.test(key);
      return !computed && !sources.includes(`'${plain}'`);
    });
    expect(unused).toEqual([]);
  });

  it('have both forms where they count', () => {
    const keys = keysOf(en);
    const counted = keys.filter((key) => /_(one|other)$/.test(key)).map((key) => key.replace(/_(one|other)$/, ''));
    for (const key of counted) expect(keys).toEqual(expect.arrayContaining([`${key}_one`, `${key}_other`]));
  });
});
