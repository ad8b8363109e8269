import { i18n } from '../text/i18n.js';

/** What the browser's tab says: the page first, since a narrow tab shows no more. */
export function pageTitle(title: string): string {
  return `${title} · ${i18n.t('brand')}`;
}
