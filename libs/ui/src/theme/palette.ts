import type { MantineColorsTuple } from '@mantine/core';

/** Eucalyptus, light to dark: buttons, links, focus. Shade 7 carries white text, shade 3 dark text. */
export const gum: MantineColorsTuple = [
  '#eef6f2', '#dcece4', '#b5d8c8', '#7fcbad', '#5fb394', '#43977a', '#328268', '#28705a', '#1d5745', '#123a2d',
];

/** Ochre, light to dark: citations and warnings. */
export const ochre: MantineColorsTuple = [
  '#fdf5ea', '#f8e9d6', '#efd0aa', '#eab678', '#d99a52', '#c47f38', '#aa6524', '#8f4a12', '#6f390d', '#4d2708',
];

/** The warm greys of the light scheme. */
export const stone: MantineColorsTuple = [
  '#faf8f4', '#f2efe8', '#e9e5dc', '#dfdad0', '#c8c2b6', '#9c968a', '#656157', '#4d4a42', '#34322c', '#22261f',
];

/** The green-tinted greys of the dark scheme; 0 is text, 7 the page. */
export const night: MantineColorsTuple = [
  '#e6eae6', '#c9d1cc', '#a3afa9', '#71807a', '#3d4944', '#303a36', '#1d2421', '#151a18', '#101412', '#0b0e0d',
];

/** Brick, light to dark: what deletes and what failed. */
export const brick: MantineColorsTuple = [
  '#fcf0ee', '#f9e6e3', '#f3cac4', '#f0948b', '#dd6c62', '#c84c43', '#b83d38', '#a83232', '#852525', '#5c1919',
];
