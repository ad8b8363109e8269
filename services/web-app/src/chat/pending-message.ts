import type { Message, MessageAttachment } from '@mateship/contracts';
import type { PathEntry } from './tree/message-tree.js';

/** What has been sent but not yet taken by the server. */
export interface PendingMessage {
  content: string;
  attachments: MessageAttachment[];
  /** The message it follows; what stood below that is hidden while it is on its way. */
  parentId: string | null;
  regenerate: boolean;
}

/** While a message is on its way, the branch that it will replace is out of view. */
export function pathAbove(path: readonly PathEntry[], pending: Pick<PendingMessage, 'parentId'> | null): readonly PathEntry[] {
  if (!pending) return path;
  const parent = path.findIndex(({ message }) => message.id === pending.parentId);
  return path.slice(0, parent + 1);
}

/** When the newest message was written; new ones must not come before it, whatever the clock of this browser says. */
export function newestMoment(messages: readonly Pick<Message, 'createdAt'>[]): string | undefined {
  return messages.map(({ createdAt }) => createdAt).toSorted().at(-1);
}
