import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { CommandError } from '../command.errors.js';

/** The part of mateship.yaml that the launcher itself looks at; each service checks its own section strictly. */
const LauncherView = z
  .looseObject({
    gateway: z.looseObject({ publicUrl: z.url().optional() }).optional(),
    vault: z.looseObject({ keys: z.looseObject({ kind: z.string() }).optional() }).optional(),
  })
  .nullable();

/** A mateship.yaml that was found. */
export interface ConfigFile {
  file: string;
  publicUrl: string | undefined;
  /** Where the vault keeps its keys, when it is said. */
  keysKind: string | undefined;
}

/** Reads the file that was asked for, or `mateship.yaml` in the root when there is one. */
export function readConfigFile(asked: string | undefined, root: string): ConfigFile | null {
  const file = path.resolve(asked ?? path.join(root, 'mateship.yaml'));
  let content: string;
  try {
    content = fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (asked === undefined) return null;
    throw new CommandError(`The configuration ${file} cannot be read: ${(error as Error).message}.`);
  }
  try {
    const view = LauncherView.parse(parse(content));
    return { file, publicUrl: view?.gateway?.publicUrl, keysKind: view?.vault?.keys?.kind };
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new CommandError(`The configuration ${file} is not valid: ${reason}`);
  }
}
