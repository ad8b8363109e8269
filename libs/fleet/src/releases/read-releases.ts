import fs from 'node:fs';
import path from 'node:path';
import { isNativeError } from 'node:util/types';
import { type AppManifest, DomainError, parseManifest } from '@mateship/contracts';
import { parse } from 'yaml';
import { z } from 'zod';
import { SLOTS } from '../installation/installation.js';
import type { AppRelease } from './release.js';

const MAX_MANIFEST_BYTES = 1024 * 1024;

const FirstParty = z.strictObject({
  apps: z.array(z.strictObject({ id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/), slot: z.int().min(SLOTS.first).max(SLOTS.last) })).max(SLOTS.last),
});

/**
 * Reads and checks one app.yaml.
 * @throws DomainError MANIFEST_FORBIDDEN or MANIFEST_INVALID, with the file's name in the message.
 */
export function readManifest(file: string): AppManifest {
  return parseManifest(readYaml(file), file);
}

/**
 * Reads a folder with one folder per app (`<id>/app.yaml`) and the list of slots beside them, as it is baked into images.
 * @param slots the list of slots; `first-party.yaml` in the folder when left out.
 * @returns the listed apps in the order of their slots; a folder that is not listed is no app of the installation.
 * @throws DomainError MANIFEST_FORBIDDEN or MANIFEST_INVALID for a manifest or a list that is wrong.
 */
export function readReleases(folder: string, slots = path.join(folder, 'first-party.yaml')): AppRelease[] {
  const list = FirstParty.safeParse(readYaml(slots));
  if (!list.success) throw invalid(`The list of apps ${slots} is not valid:\n${z.prettifyError(list.error)}`);
  const releases = list.data.apps.map(({ id, slot }) => ({ manifest: readManifest(path.join(folder, id, 'app.yaml')), slot, id }));
  for (const { manifest, id } of releases) if (manifest.id !== id) throw invalid(`The manifest in ${path.join(folder, id)} calls its app "${manifest.id}".`);
  refuseTwice(slots, list.data.apps.map(({ id }) => id));
  refuseTwice(slots, list.data.apps.map(({ slot }) => slot));
  return releases.map(({ manifest, slot }) => ({ manifest, slot })).sort((one, other) => one.slot - other.slot);
}

/**
 * Reads the apps of a checkout: registry/first-party.yaml and services/apps/<id>/app.yaml.
 * @param root the checkout.
 * @throws DomainError as {@link readReleases} does.
 */
export function readFirstParty(root: string): AppRelease[] {
  return readReleases(path.join(root, 'services/apps'), path.join(root, 'registry/first-party.yaml'));
}

function readYaml(file: string): unknown {
  try {
    if (fs.statSync(file).size > MAX_MANIFEST_BYTES) throw new Error(`is larger than ${MAX_MANIFEST_BYTES} bytes`);
    return parse(fs.readFileSync(file, 'utf8'), { maxAliasCount: 100 });
  } catch (cause) {
    throw invalid(`${file}: ${isNativeError(cause) ? cause.message : 'cannot be read'}`, cause);
  }
}

function refuseTwice(file: string, values: readonly (string | number)[]): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) throw invalid(`${file} names ${twice} twice.`);
}

function invalid(message: string, cause?: unknown): DomainError {
  return new DomainError('MANIFEST_INVALID', { message, cause });
}
