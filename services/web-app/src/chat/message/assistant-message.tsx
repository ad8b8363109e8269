import type { Message } from '@mateship/contracts';
import { BrandMark, CheckIcon, CopyIcon, DeleteIcon, RetryIcon } from '@mateship/ui';
import { lazy, Suspense, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { useCopy } from '../../clipboard/use-copy.js';
import { formatCredits, isShown, SMALLEST_SHOWN } from '../../credits/format-credits.js';
import type { PathEntry } from '../tree/message-tree.js';
import { AnswerState } from './answer-state.js';
import { ActionButton, BranchSwitcher } from './message-actions.js';
import classes from './message.module.css';
import { SourceList } from './source-list.js';
import { StepList } from './step-list.js';

const Markdown = lazy(() => import('./markdown.js'));

interface AssistantMessageProps {
  entry: PathEntry;
  mateName: string;
  idle: boolean;
  onChoose: (messageId: string) => void;
  onCite: (n: number) => void;
  onRegenerate: () => void;
  onDelete: () => void;
}

export function AssistantMessage({ entry: { message, branches }, mateName, idle, onChoose, onCite, onRegenerate, onDelete }: AssistantMessageProps) {
  const { t } = useTranslation();
  const [copied, copy] = useCopy();
  const text = useDeferredValue(message.content);
  const streaming = message.state === 'streaming';
  return (
    <article className={classes.assistant} aria-label={t('message.from', { name: mateName })} aria-busy={streaming} data-message={message.id} data-state={message.state}>
      <div className={classes.author} aria-hidden="true">
        <BrandMark size={20} />
        {mateName}
      </div>
      <StepList steps={message.steps} />
      {text && (
        <Suspense fallback={<div className={classes.plain}>{text}</div>}>
          <Markdown text={text} citations={message.citations} onCite={onCite} />
        </Suspense>
      )}
      {streaming && !text && message.steps.every(({ ok }) => ok !== null) && <Thinking />}
      <SourceList citations={message.citations} onOpen={onCite} />
      <AnswerState message={message} onRetry={idle ? onRegenerate : null} />
      {!streaming && (
        <div className={classes.actions}>
          <BranchSwitcher messageId={message.id} branches={branches} onChoose={onChoose} />
          {message.content && (
            <ActionButton label={copied ? t('action.copied') : t('message.copy')} onClick={() => copy(message.content)}>
              {copied ? <CheckIcon size={16} /> : <CopyIcon size={16} />}
            </ActionButton>
          )}
          <ActionButton label={t('message.regenerate')} onClick={onRegenerate} disabled={!idle}>
            <RetryIcon size={16} />
          </ActionButton>
          <ActionButton label={t('message.delete')} onClick={onDelete} disabled={!idle}>
            <DeleteIcon size={16} />
          </ActionButton>
          {message.usage && <Usage {...message.usage} />}
        </div>
      )}
    </article>
  );
}

function Usage({ model, credits }: NonNullable<Message['usage']>) {
  const { t } = useTranslation();
  const text =
    credits === '0'
      ? t('message.usage', { model })
      : isShown(credits)
        ? t('message.usagePaid', { model, credits: formatCredits(credits) })
        : t('message.usageTiny', { model, credits: formatCredits(SMALLEST_SHOWN) });
  return <span className={classes.usage}>{text}</span>;
}

export function Thinking() {
  const { t } = useTranslation();
  return (
    <div className={classes.thinking}>
      <span className={classes.dots} aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {t('message.thinking')}
    </div>
  );
}
