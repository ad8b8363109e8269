import { useState } from 'react';

/** Unsent texts by chat. In memory only: what is not sent is not stored anywhere. */
const drafts = new Map<string, string>();

export function useDraft(key: string, initial = ''): [string, (text: string) => void] {
  const [text, setText] = useState(() => drafts.get(key) ?? initial);
  const change = (next: string) => {
    if (next) drafts.set(key, next);
    else drafts.delete(key);
    setText(next);
  };
  return [text, change];
}

/** Forgets every draft, when somebody signs out. */
export function forgetDrafts(): void {
  drafts.clear();
}
