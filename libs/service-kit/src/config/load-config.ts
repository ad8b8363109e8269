import fs from 'node:fs';
import { isNativeError } from 'node:util/types';
import { parse } from 'yaml';
import type { z } from 'zod';
import { ConfigError } from './config.errors.js';
import { overlayEnvironment, type Section } from './environment-overlay.js';
import { configKeys, upperSnake } from './schema-keys.js';

/** Where {@link loadConfig} looks. */
export interface LoadConfigOptions {
  /** Name of the service's own part of mateship.yaml, for example `gateway`. */
  section: string;
  /** The environment; `MATESHIP_<SECTION>_<KEY>` wins over the file, `…_FILE` names a file that holds the value. */
  env: Record<string, string | undefined>;
  /** Path of mateship.yaml; without it the environment alone counts. */
  file?: string | undefined;
}

/**
 * Reads a service's configuration: the keys of `shared` that its schema knows, its own section over them, the
 * environment over both. Secrets are read from files by the `_FILE` form and trimmed.
 * @throws ConfigError with every wrong, missing and unknown key at once; values are never repeated in it.
 */
export function loadConfig<T>(schema: z.ZodType<T>, options: LoadConfigOptions): T {
  const problems: string[] = [];
  const prefix = `MATESHIP_${upperSnake(options.section)}_`;
  const keys = configKeys(schema);
  const document = readDocument(options.file, problems);
  const known = new Set([...keys.values()].map(({ path }) => path[0]));
  const shared = Object.fromEntries(Object.entries(sectionOf(document, 'shared', problems)).filter(([name]) => known.has(name)));
  const section = { ...shared, ...sectionOf(document, options.section, problems) };
  overlayEnvironment(section, keys, { prefix, env: options.env }, problems);

  const result = schema.safeParse(section);
  if (result.success && problems.length === 0) return result.data;
  for (const issue of result.error?.issues ?? []) {
    const variable = issue.path.length > 0 ? ` (${prefix}${issue.path.map((part) => upperSnake(String(part))).join('_')})` : '';
    problems.push(`${[options.section, ...issue.path].join('.')}${variable}: ${issue.message}`);
  }
  throw new ConfigError(problems);
}

function readDocument(file: string | undefined, problems: string[]): Section {
  if (file === undefined) return {};
  try {
    return asSection(parse(fs.readFileSync(file, 'utf8'))) ?? {};
  } catch (error) {
    problems.push(`${file}: ${isNativeError(error) ? error.message : 'cannot be read'}`);
    return {};
  }
}

function sectionOf(document: Section, name: string, problems: string[]): Section {
  const value = document[name];
  if (value === undefined || value === null) return {};
  const section = asSection(value);
  if (!section) problems.push(`${name}: must hold settings by name`);
  return section ?? {};
}

function asSection(value: unknown): Section | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Section) : undefined;
}
