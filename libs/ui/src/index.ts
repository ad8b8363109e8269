export { BrandMark, type BrandMarkProps } from './brand/brand-mark.js';
export type { IconProps } from './icons/icon.js';
export * from './icons/icons.js';
export { brick, gum, night, ochre, stone } from './theme/palette.js';
export { cssVariables, theme } from './theme/theme.js';
