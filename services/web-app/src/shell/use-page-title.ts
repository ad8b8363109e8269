import { useEffect } from 'react';
import { i18n } from '../text/i18n.js';

/** Names the browser's tab after the page. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${i18n.t('brand')}`;
  }, [title]);
}
