/** A line that a logger of ours wrote. */
export interface LogEntry {
  at: string;
  level: string;
  message: string;
  /** Everything the line says, by the path of its name, apart from what is empty. */
  details: { name: string; value: string }[];
}

/** Takes a JSON line of a log apart; any other line stays as it is. */
export function readLogLine(line: string): LogEntry | string {
  const fields = parse(line);
  if (!fields) return line;
  const { timestamp, level, message, ...rest } = fields;
  if (typeof timestamp !== 'string' || Number.isNaN(Date.parse(timestamp)) || typeof level !== 'string' || typeof message !== 'string') return line;
  return { at: timestamp, level, message, details: flatten({ timestamp, ...rest }) };
}

function parse(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function flatten(fields: Record<string, unknown>, prefix = ''): LogEntry['details'] {
  return Object.entries(fields).flatMap(([key, value]) => {
    const name = prefix + key;
    if (isObject(value)) return flatten(value, `${name}.`);
    if (value === null || value === '') return [];
    return [{ name, value: typeof value === 'string' ? value : JSON.stringify(value) }];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
