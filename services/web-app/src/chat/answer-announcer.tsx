import { VisuallyHidden } from '@mantine/core';
import type { Message } from '@mateship/contracts';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announcement } from './announcement.js';

/** Tells screen readers when an answer starts and ends, and nothing for the words in between. */
export function AnswerAnnouncer({ messages, mateName }: { messages: readonly Message[]; mateName: string }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const last = messages.at(-1);
  const before = useRef<Pick<Message, 'id' | 'state'> | null>(null);

  useEffect(() => {
    const key = announcement(before.current, last ?? null);
    before.current = last ? { id: last.id, state: last.state } : null;
    if (key) setText(t(key, { mate: mateName }));
  }, [last, mateName, t]);

  return (
    <VisuallyHidden role="status" aria-live="polite">
      {text}
    </VisuallyHidden>
  );
}
