import { refusal } from './protocol.js';

/** The parameters of a request. */
export type Fields = Record<string, unknown>;

const UNITS: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of a duration in Vault's spelling: a number, "90", "90s", "1h30m". Undefined when the field is not there. */
export function duration(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null || value === '') return undefined;
  const seconds = parseDuration(String(value));
  if (seconds === null) throw refusal(`error converting input for field "${name}": time: invalid duration "${String(value)}"`);
  return seconds;
}

/** Seconds of a duration, null when it is none. */
export function parseDuration(text: string): number | null {
  if (/^\d+$/.test(text)) return Number(text);
  if (!/^(\d+(\.\d+)?(ms|[smhd]))+$/.test(text)) return null;
  return Math.floor([...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 0), 0));
}

/** A text field; empty when it is not there. */
export function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (value === undefined || value === null) return '';
  if (typeof value === 'object') throw refusal(`error converting input for field "${name}": '' expected type 'string', got unconvertible type`);
  return String(value);
}

/** A whole number, also when it comes as text. */
export function whole(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null || value === '') return undefined;
  const number = Number(value);
  if (!Number.isInteger(number)) throw refusal(`error converting input for field "${name}": cannot parse '' as int: strconv.ParseInt: parsing "${String(value)}": invalid syntax`);
  return number;
}

/** A truth value, also when it comes as text. */
export function flag(fields: Fields, name: string): boolean | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (value === true || ['true', '1', 't'].includes(String(value))) return true;
  if (value === false || ['false', '0', 'f', ''].includes(String(value))) return false;
  throw refusal(`error converting input for field "${name}": cannot parse '' as bool`);
}

/** A list of texts, also when it comes as one text with commas. */
export function list(fields: Fields, name: string): string[] | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  const items = Array.isArray(value) ? value.map(String) : String(value).split(',');
  return items.map((item) => item.trim()).filter((item) => item !== '');
}
