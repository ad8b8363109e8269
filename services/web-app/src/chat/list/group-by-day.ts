import type { ChatSummary } from '@mateship/contracts';

/** Headings of the chat list, newest first. */
export type DayGroup = 'today' | 'yesterday' | 'week' | 'older';

const DAY = 86_400_000;

/** Chats under the day of their last change in the person's own time zone, in the order given. Empty groups are left out. */
export function groupByDay(chats: readonly ChatSummary[], now: Date): { group: DayGroup; chats: ChatSummary[] }[] {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const groups: Record<DayGroup, ChatSummary[]> = { today: [], yesterday: [], week: [], older: [] };
  for (const chat of chats) groups[groupOf(Date.parse(chat.updatedAt), midnight)].push(chat);
  return (['today', 'yesterday', 'week', 'older'] as const)
    .filter((group) => groups[group].length > 0)
    .map((group) => ({ group, chats: groups[group] }));
}

function groupOf(changed: number, midnight: number): DayGroup {
  if (changed >= midnight) return 'today';
  if (changed >= midnight - DAY) return 'yesterday';
  return changed >= midnight - 7 * DAY ? 'week' : 'older';
}
