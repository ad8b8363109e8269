import { createTheme, defaultVariantColorsResolver, type CSSVariablesResolver, type VariantColorsResolver } from '@mantine/core';
import { brick, gum, night, ochre, stone } from './palette.js';

/** Grounds of the variant `light`. Mantine's own shades leave our palette in the dark scheme. */
const SOFT: Record<string, { background: string; color: string }> = {
  gum: { background: 'var(--ms-brand-soft)', color: 'var(--ms-brand-strong)' },
  red: { background: 'var(--ms-danger-soft)', color: 'var(--ms-danger)' },
  ochre: { background: 'var(--ms-cite-soft)', color: 'var(--ms-cite)' },
};

/** What is filled carries light text in the light scheme and dark text in the dark one; Mantine decides by the light scheme alone. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  if (input.variant === 'filled') return { ...colors, color: 'var(--ms-on-brand)' };
  return input.variant === 'light' ? { ...colors, ...SOFT[input.color ?? input.theme.primaryColor] } : colors;
};

/** Mantine's theme in our colours, type and radii. The page must also load `@mateship/ui/tokens.css`. */
export const theme = createTheme({
  colors: { gum, ochre, gray: stone, dark: night, red: brick },
  primaryColor: 'gum',
  primaryShade: { light: 7, dark: 3 },
  variantColorResolver,
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '10px', lg: '16px', xl: '24px' },
  fontFamily: 'var(--ms-font)',
  fontFamilyMonospace: 'var(--ms-font-code)',
  headings: { fontFamily: 'var(--ms-font-display)', fontWeight: '600' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    InputWrapper: { defaultProps: { withAsterisk: false } },
    Checkbox: { defaultProps: { iconColor: 'var(--ms-on-brand)' } },
    Radio: { defaultProps: { iconColor: 'var(--ms-on-brand)' } },
    Badge: { defaultProps: { tt: 'none' } },
    Menu: { defaultProps: { returnFocus: true } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.45, blur: 2 } } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
  },
});

/** Points Mantine's own variables at our tokens, so that its components and ours share one ground. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--ms-paper)',
    '--mantine-color-text': 'var(--ms-ink)',
    '--mantine-color-dimmed': 'var(--ms-quiet)',
    '--mantine-primary-color-contrast': 'var(--ms-on-brand)',
    '--mantine-color-default': 'var(--ms-surface)',
    '--mantine-color-default-hover': 'var(--ms-hover)',
    '--mantine-color-default-border': 'var(--ms-line)',
    '--mantine-color-placeholder': 'var(--ms-quiet)',
    '--mantine-color-anchor': 'var(--ms-brand)',
    '--mantine-color-error': 'var(--ms-danger)',
  };
  return { variables: {}, light: shared, dark: shared };
};
