import { DomainError } from '@mateship/contracts';

interface Node {
  id: string;
  parentId: string | null;
}

/** The messages from a root down to the given one. Throws NOT_FOUND when the chat does not hold it. */
export function pathTo<T extends Node>(messages: T[], id: string): T[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const path: T[] = [];
  let at: string | null = id;
  while (at !== null) {
    const message = byId.get(at);
    if (!message || path.length > messages.length) throw new DomainError('NOT_FOUND');
    path.unshift(message);
    at = message.parentId;
  }
  return path;
}
