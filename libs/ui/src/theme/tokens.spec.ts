import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const css = readFileSync(join(__dirname, 'tokens.css'), 'utf8');

/** The tokens of one scheme: name → #rrggbb. */
function tokens(scheme: 'light' | 'dark'): Map<string, string> {
  const block = css.split('}').find((candidate) => candidate.includes(`data-mantine-color-scheme='${scheme}'`)) ?? '';
  return new Map([...block.matchAll(/--ms-([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]));
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const TEXT_ON_GROUND = [
  ['ink', ['paper', 'surface', 'sunken', 'hover', 'brand-soft', 'cite-soft']],
  ['quiet', ['paper', 'surface', 'sunken', 'hover']],
  ['brand', ['paper', 'surface', 'sunken']],
  ['brand-strong', ['brand-soft', 'surface']],
  ['on-brand', ['brand']],
  ['cite', ['cite-soft', 'paper', 'surface']],
  ['danger', ['danger-soft', 'paper', 'surface']],
] as const;

describe.each(['light', 'dark'] as const)('the %s tokens', (scheme) => {
  const colors = tokens(scheme);

  it('give every text at least 4.5 : 1 on every ground it stands on', () => {
    const weak = TEXT_ON_GROUND.flatMap(([text, grounds]) =>
      grounds.flatMap((ground) => {
        const ratio = contrast(colors.get(text) ?? '', colors.get(ground) ?? '');
        return ratio >= 4.5 ? [] : [`${text} on ${ground}: ${ratio.toFixed(2)}`];
      }),
    );
    expect(weak).toEqual([]);
  });

  it('give the focus ring at least 3 : 1', () => {
    for (const ground of ['paper', 'surface', 'sunken']) expect(contrast(colors.get('brand') ?? '', colors.get(ground) ?? '')).toBeGreaterThanOrEqual(3);
  });
});

describe('the two schemes', () => {
  it('define the same tokens', () => {
    expect([...tokens('dark').keys()]).toEqual([...tokens('light').keys()]);
  });

  it('load nothing from elsewhere', () => {
    expect(css).not.toMatch(/url\(|@import/);
  });
});
