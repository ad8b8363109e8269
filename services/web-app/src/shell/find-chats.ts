import type { ChatSummary } from '@mateship/contracts';

/** More are not listed: whoever does not see the chat types on. */
const SHOWN = 50;

/** The chats with a text in their title, as many as are listed, and how many there are. */
export function findChats(chats: readonly ChatSummary[], text: string, untitled: string): { shown: ChatSummary[]; count: number } {
  const wanted = text.trim().toLocaleLowerCase();
  const found = chats.filter(({ title }) => (title || untitled).toLocaleLowerCase().includes(wanted));
  return { shown: found.slice(0, SHOWN), count: found.length };
}

/** The place in a list after a step; the end leads to the beginning, and the other way round. */
export function stepTo(place: number, step: number, count: number): number {
  return (place + step + count) % count;
}
