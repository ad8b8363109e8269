import type { ReceivedChatEvent } from '@mateship/client';

/** Everything a stream said, in order. */
export async function collect(stream: AsyncIterable<ReceivedChatEvent>): Promise<ReceivedChatEvent[]> {
  const events: ReceivedChatEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

export function textOf(events: ReceivedChatEvent[]): string {
  return events.map(({ event, data }) => (event === 'delta' ? data.text : '')).join('');
}

type EventOf<Name extends ReceivedChatEvent['event']> = Extract<ReceivedChatEvent, { event: Name }>;

/** The data of the first event of a name; fails when there is none. */
export function only<Name extends ReceivedChatEvent['event']>(events: ReceivedChatEvent[], name: Name): EventOf<Name>['data'] {
  const found = events.find((event): event is EventOf<Name> => event.event === name);
  if (!found) throw new Error(`no event "${name}" among ${events.map((event) => event.event).join(', ')}`);
  return (found as EventOf<Name>).data as EventOf<Name>['data'];
}
