import { use, type ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { CitationContext } from './citation-context.js';
import { CitationButton } from './citation-button.js';
import { citedNumber, leadsOut } from './link-target.js';
import classes from './markdown.module.css';

/** A link of a model: to a citation, or out, without telling the other side where from. */
export function MarkdownLink({ href = '', children }: ComponentProps<'a'>) {
  const { citations, onCite } = use(CitationContext);
  const n = citedNumber(href);
  const citation = citations.find((known) => known.n === n);
  if (citation) return <CitationButton citation={citation} onOpen={onCite} />;
  if (!leadsOut(href)) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

/** Images are named, not fetched: an address chosen by a model could carry the conversation to a stranger. */
export function MarkdownImage({ alt, src }: ComponentProps<'img'>) {
  const { t } = useTranslation();
  return <em className={classes.image}>{t('message.imageNotLoaded', { alt: alt || src || '' })}</em>;
}

/** The box of a task: it shows whether that is done and cannot be ticked here. */
export function MarkdownTask({ checked = false }: ComponentProps<'input'>) {
  const { t } = useTranslation();
  return <span role="img" aria-label={t(checked ? 'message.taskDone' : 'message.taskOpen')} className={classes.task} data-done={checked || undefined} />;
}

/** Wide tables scroll on their own, with the keyboard too. */
export function MarkdownTable({ children }: ComponentProps<'table'>) {
  const { t } = useTranslation();
  return (
    <div className={classes.scroll} role="region" aria-label={t('message.table')} tabIndex={0}>
      <table>{children}</table>
    </div>
  );
}
