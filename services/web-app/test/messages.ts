import type { Message } from '@mateship/contracts';

/** A message for a test; seconds give its age. */
export function message(id: string, fields: Partial<Message> & { seconds?: number } = {}): Message {
  const { seconds = 0, ...rest } = fields;
  return {
    id,
    chatId: 'chat',
    parentId: null,
    role: 'user',
    content: id,
    state: 'complete',
    createdAt: new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString(),
    attachments: [],
    citations: [],
    steps: [],
    usage: null,
    error: null,
    ...rest,
  };
}
