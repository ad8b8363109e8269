import { localStorageColorSchemeManager } from '@mantine/core';

/** Kept per browser. public/color-scheme.js reads the same key before the first paint. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'mateship-color-scheme' });
