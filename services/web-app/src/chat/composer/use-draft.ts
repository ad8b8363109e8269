import { useState } from 'react';
import { draftOf, keepDraft } from './drafts.js';

export function useDraft(key: string, initial = ''): [string, (text: string) => void] {
  const [text, setText] = useState(() => draftOf(key) ?? initial);
  const change = (next: string) => {
    keepDraft(key, next);
    setText(next);
  };
  return [text, change];
}
