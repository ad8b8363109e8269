import type { Message } from '@mateship/contracts';

/** Which child is shown below a parent; the key of a root is ROOT. */
export type BranchChoices = Readonly<Record<string, string>>;

/** Stands for "no parent" in choices. */
export const ROOT = 'root';

/** A message on the shown path, with the branches it is one of. */
export interface PathEntry {
  message: Message;
  /** Ids of the messages that share its parent, oldest first, itself included. */
  branches: string[];
}

/** The conversation from its root to a leaf: at every fork the chosen branch, else the newest. */
export function shownPath(messages: readonly Message[], choices: BranchChoices): PathEntry[] {
  const children = childrenByParent(messages);
  const path: PathEntry[] = [];
  let key: string | null = ROOT;
  while (key !== null) {
    const branches: Message[] = children.get(key) ?? [];
    const chosen = branches.find((message) => message.id === choices[key as string]) ?? branches.at(-1);
    if (chosen) path.push({ message: chosen, branches: branches.map((message) => message.id) });
    key = chosen?.id ?? null;
  }
  return path;
}

/** Choices that make a message visible: every fork above it points its way. */
export function choicesShowing(messages: readonly Message[], messageId: string, choices: BranchChoices): BranchChoices {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const next: Record<string, string> = { ...choices };
  for (let message = byId.get(messageId); message; message = byId.get(message.parentId ?? '')) {
    next[message.parentId ?? ROOT] = message.id;
  }
  return next;
}

/** The messages without those named and everything below them. */
export function withoutSubtrees(messages: readonly Message[], removed: (messageId: string) => boolean): Message[] {
  const gone = new Set<string>();
  return byAge(messages).filter((message) => {
    const goes = removed(message.id) || (message.parentId !== null && gone.has(message.parentId));
    if (goes) gone.add(message.id);
    return !goes;
  });
}

function childrenByParent(messages: readonly Message[]): Map<string, Message[]> {
  const known = new Set(messages.map((message) => message.id));
  const children = new Map<string, Message[]>();
  for (const message of byAge(messages)) {
    // A child whose parent was deleted is shown at the root rather than lost.
    const key = message.parentId !== null && known.has(message.parentId) ? message.parentId : ROOT;
    children.set(key, [...(children.get(key) ?? []), message]);
  }
  return children;
}

/** Oldest first; the order of the list decides between messages of the same moment, and a parent precedes its child. */
function byAge(messages: readonly Message[]): Message[] {
  return messages.toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
}
