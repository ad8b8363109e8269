import type { Message } from '@mateship/contracts';

/** Which models answered in a chat: none yet, only those of this server, or the named ones of providers outside. */
export function modelUse(messages: readonly Pick<Message, 'usage'>[]): { kind: 'none' | 'offline' } | { kind: 'outside'; models: string[] } {
  const models = [...new Set(messages.flatMap(({ usage }) => (usage ? [usage.model] : [])))];
  const outside = models.filter((model) => !model.startsWith('offline/'));
  if (outside.length > 0) return { kind: 'outside', models: outside };
  return { kind: models.length > 0 ? 'offline' : 'none' };
}
