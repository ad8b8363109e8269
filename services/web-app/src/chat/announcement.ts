import type { Message } from '@mateship/contracts';

const ENDINGS = {
  complete: 'chat.answerDone',
  cancelled: 'chat.answerCancelled',
  failed: 'chat.answerFailed',
  interrupted: 'chat.answerInterrupted',
} as const;

type State = Pick<Message, 'id' | 'state'>;

/** What to announce when the newest message changes: the start and the end of an answer, as the key of a text. */
export function announcement(before: State | null, now: State | null): 'chat.answerStarted' | (typeof ENDINGS)[keyof typeof ENDINGS] | null {
  if (!now) return null;
  if (now.state === 'streaming') return before?.id === now.id ? null : 'chat.answerStarted';
  return before?.id === now.id && before.state === 'streaming' ? ENDINGS[now.state] : null;
}
