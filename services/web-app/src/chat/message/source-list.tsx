import type { Citation } from '@mateship/contracts';
import { useTranslation } from 'react-i18next';
import classes from './source-list.module.css';

/** The passages an answer rests on, each a way to see it. */
export function SourceList({ citations, onOpen }: { citations: readonly Citation[]; onOpen: (n: number) => void }) {
  const { t } = useTranslation();
  if (citations.length === 0) return null;
  return (
    <section className={classes.sources} aria-label={t('message.sources')}>
      <h2 className={classes.heading}>{t('message.sources')}</h2>
      <ul className={classes.list}>
        {citations
          .toSorted((a, b) => a.n - b.n)
          .map(({ n, fileName, page, heading }) => (
            <li key={n} className={classes.item}>
              <button type="button" className={classes.source} onClick={() => onOpen(n)}>
                <span className={classes.number}>{n}</span>
                <span className={classes.name}>{fileName}</span>
                <span className={classes.place}>{page === null ? heading : t('message.pageShort', { page })}</span>
              </button>
            </li>
          ))}
      </ul>
    </section>
  );
}
