/** Unsent texts by chat. In memory only: what is not sent is not stored anywhere. */
const drafts = new Map<string, string>();

export function draftOf(key: string): string | undefined {
  return drafts.get(key);
}

/** An empty text is no draft. */
export function keepDraft(key: string, text: string): void {
  if (text) drafts.set(key, text);
  else drafts.delete(key);
}

/** Forgets every draft, when somebody signs out. */
export function forgetDrafts(): void {
  drafts.clear();
}
