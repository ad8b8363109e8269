import fs from 'node:fs';
import { parse } from 'yaml';
import { systemCode } from '../errors/system-code.js';
import type { ConfigKey } from './schema-keys.js';

/** A section under construction. */
export type Section = Record<string, unknown>;

/** Lays the variables that start with `prefix` over a section. Faults are added to `problems`; values never are. */
export function overlayEnvironment(
  section: Section,
  keys: Map<string, ConfigKey>,
  source: { prefix: string; env: Record<string, string | undefined> },
  problems: string[],
): void {
  for (const [variable, text] of Object.entries(source.env)) {
    if (!variable.startsWith(source.prefix) || text === undefined) continue;
    const name = variable.slice(source.prefix.length);
    const direct = keys.get(name);
    const fromFile = name.endsWith('_FILE') ? keys.get(name.slice(0, -'_FILE'.length)) : undefined;
    try {
      if (direct) assign(section, direct.path, valueOf(direct, text));
      else if (fromFile) assign(section, fromFile.path, valueOf(fromFile, fs.readFileSync(text, 'utf8').trim()));
      else problems.push(`${variable}: there is no such setting`);
    } catch (error) {
      problems.push(`${variable}: ${direct ? 'is not a valid value' : `the file cannot be read (${systemCode(error) ?? 'not valid'})`}`);
    }
  }
}

function valueOf(key: ConfigKey, text: string): unknown {
  return key.isText ? text : parse(text);
}

function assign(section: Section, path: string[], value: unknown): void {
  const last = path.at(-1) ?? '';
  let target = section;
  for (const name of path.slice(0, -1)) {
    const next = target[name];
    target = target[name] = typeof next === 'object' && next !== null ? { ...next } : {};
  }
  target[last] = value;
}
