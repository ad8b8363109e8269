import { Button } from '@mantine/core';
import type { Message } from '@mateship/contracts';
import { AlertIcon } from '@mateship/ui';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../app/app-context.js';
import { describeCode } from '../../errors/describe-error.js';
import classes from './message.module.css';

/** Says honestly what became of an answer that is not simply complete, and offers the way on. */
export function AnswerState({ message, onRetry }: { message: Message; onRetry: (() => void) | null }) {
  const { t } = useTranslation();
  const { answers } = useApp();
  const connection = useSyncExternalStore(answers.subscribe, () => answers.connection(message.id));

  if (message.state === 'streaming') {
    if (connection === 'reconnecting') return <Notice tone="quiet" text={t('message.reconnecting')} />;
    if (connection === 'lost') return <Notice tone="bad" text={t('message.lost')} onRetry={() => answers.resume(message)} />;
    return null;
  }
  if (message.state === 'cancelled') return <Notice tone="quiet" text={t('message.cancelled')} />;
  if (message.state === 'interrupted') return <Notice tone="bad" text={t('message.interrupted')} onRetry={onRetry} />;
  if (message.state === 'failed') {
    const text = message.error ? describeCode(message.error.code, message.error.message) : t('message.failed');
    return <Notice tone="bad" text={text} onRetry={onRetry} />;
  }
  return null;
}

function Notice({ tone, text, onRetry }: { tone: 'quiet' | 'bad'; text: string; onRetry?: (() => void) | null }) {
  const { t } = useTranslation();
  return (
    <div className={classes.notice} data-tone={tone}>
      <span className={classes.noticeText}>
        {tone === 'bad' && <AlertIcon size={18} />}
        <span>{text}</span>
      </span>
      {onRetry && (
        <Button size="compact-sm" variant="default" onClick={onRetry}>
          {t('action.retry')}
        </Button>
      )}
    </div>
  );
}
