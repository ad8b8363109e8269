const MEGABYTE = 1024 * 1024;
const STEPS = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
  { unit: 'second', seconds: 1 },
] as const;

/** Bytes as megabytes; never 0 for something that is there. */
export function formatMemory(bytes: number, locale?: string): string {
  const megabytes = bytes / MEGABYTE;
  return unitFormat('megabyte', locale).format(bytes > 0 ? Math.max(1, Math.round(megabytes)) : 0);
}

/** Percent of one core, which may be more than 100. */
export function formatPercent(percent: number, locale?: string): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: percent < 10 ? 1 : 0 }).format(percent / 100);
}

/** A time that something took or takes, in its largest unit that gives at least 1. */
export function formatDuration(seconds: number, locale?: string): string {
  const step = stepOf(seconds);
  return unitFormat(step.unit, locale).format(seconds / step.seconds);
}

/** How long ago it was. A clock of the server that is ahead of ours counts as now. */
export function formatAgo(iso: string, now: number, locale?: string): string {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000);
  const step = stepOf(seconds);
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-Math.floor(seconds / step.seconds), step.unit);
}

/** When a line was logged, to the second; with the day when that is not today. */
export function formatLogTime(iso: string, now: number, locale?: string): string {
  const at = new Date(iso);
  const isToday = at.toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(locale, { ...(isToday ? {} : { day: 'numeric', month: 'short' }), hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(at);
}

function stepOf(seconds: number): (typeof STEPS)[number] {
  return STEPS.find((step) => seconds >= step.seconds) ?? STEPS[3];
}

function unitFormat(unit: string, locale?: string): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: unit === 'megabyte' ? 'short' : 'long', maximumSignificantDigits: unit === 'megabyte' ? 21 : 2 });
}
