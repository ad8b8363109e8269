import { DEFAULT_THEME } from '@mantine/core';
import { brick, gum, night, ochre, stone } from './palette.js';
import { cssVariables, theme } from './theme.js';

describe('the palette', () => {
  it.each([gum, ochre, stone, night, brick].map((colors, index) => [index, colors]))('number %p has ten shades, from light to dark', (_, colors) => {
    expect(colors).toHaveLength(10);
    for (const color of colors as readonly string[]) expect(color).toMatch(/^#[0-9a-f]{6}$/);
  });
});

describe('the theme', () => {
  it('puts the text of filled controls in the hands of the scheme', () => {
    const colors = theme.variantColorResolver?.({ color: 'gum', variant: 'filled', theme: { ...DEFAULT_THEME, colors: { ...DEFAULT_THEME.colors, gum } } });
    expect(colors?.color).toBe('var(--ms-on-brand)');
  });

  it.each([
    ['red', 'danger', 'danger'],
    ['ochre', 'cite', 'cite'],
    ['gum', 'brand', 'brand-strong'],
  ])('stands soft %s on a ground of our own', (color, ground, text) => {
    const colors = theme.variantColorResolver?.({ color, variant: 'light', theme: DEFAULT_THEME });
    expect(colors).toMatchObject({ background: `var(--ms-${ground}-soft)`, color: `var(--ms-${text})` });
  });

  it('leaves other variants to Mantine', () => {
    const colors = theme.variantColorResolver?.({ color: 'red', variant: 'outline', theme: DEFAULT_THEME });
    expect(colors?.color).toContain('red');
  });

  it('honours a wish for less motion', () => {
    expect(theme.respectReducedMotion).toBe(true);
  });

  it('lets Mantine stand on our ground in both schemes', () => {
    const { light, dark } = cssVariables(DEFAULT_THEME);
    expect(light['--mantine-color-body']).toBe('var(--ms-paper)');
    expect(dark).toEqual(light);
  });
});
