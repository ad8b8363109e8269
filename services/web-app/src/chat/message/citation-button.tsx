import type { Citation } from '@mateship/contracts';
import { useTranslation } from 'react-i18next';
import classes from './citation-button.module.css';

/** [n] in an answer: opens the passage it rests on. */
export function CitationButton({ citation, onOpen }: { citation: Citation; onOpen: (n: number) => void }) {
  const { t } = useTranslation();
  const { n, page, fileName: name } = citation;
  const label = page === null ? t('message.source', { n, name }) : t('message.sourcePage', { n, name, page });
  return (
    <button type="button" className={classes.number} aria-label={label} title={label} data-citation={n} onClick={() => onOpen(n)}>
      {n}
    </button>
  );
}
