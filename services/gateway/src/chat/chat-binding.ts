import type { KeyBinding } from '@mateship/contracts';

/** What the key of a chat is bound to. */
export function chatBinding({ ownerId, id }: { ownerId: string; id: string }): KeyBinding {
  return { purpose: 'chat', ownerId, objectId: id };
}
