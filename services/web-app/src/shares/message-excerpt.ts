import type { Message } from '@mateship/contracts';

const EXCERPT = 60;

/** The beginning of a message on one line; of a message without words the names of its files. */
export function excerptOf({ content, attachments }: Pick<Message, 'content' | 'attachments'>): string {
  const text = content.replace(/\s+/g, ' ').trim() || attachments.map(({ name }) => name).join(', ');
  return text.length > EXCERPT ? `${text.slice(0, EXCERPT).toWellFormed()}…` : text;
}

/** The value of a list whose first or last entry stands for "no limit". */
export function numberOrNull(text: string): number | null {
  return text === 'null' ? null : Number(text);
}
