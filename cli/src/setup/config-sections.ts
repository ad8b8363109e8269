import fs from 'node:fs';
import { parse, stringify } from 'yaml';
import { CommandError } from '../command.errors.js';

/** The services that read mateship.yaml. */
export type Section = 'gateway' | 'vault';

/** Reads an administrator's mateship.yaml and gives each service its own part of it, since it may hold API keys. */
export function configSections(file: string): (section: Section) => string {
  const document = read(file);
  return (section) => stringify(Object.fromEntries(['shared', section].filter((name) => name in document).map((name) => [name, document[name]])));
}

function read(file: string): Record<string, unknown> {
  let document: unknown;
  try {
    document = fs.existsSync(file) ? parse(fs.readFileSync(file, 'utf8')) : null;
  } catch (error) {
    throw new CommandError(`mateship.yaml cannot be read: ${(error as Error).message}`);
  }
  if (document === null || document === undefined) return {};
  if (typeof document !== 'object' || Array.isArray(document)) throw new CommandError('mateship.yaml must hold sections by name.');
  return document as Record<string, unknown>;
}
