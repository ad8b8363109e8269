import path from 'node:path';
import { APP_FOLDERS } from '@mateship/fleet';
import { type TarEntry, writeTar } from './tar.js';

/** What an app finds in its volume when it starts. */
export interface SecretFiles {
  /** The one-time secret of this start. */
  identity: string;
  /** Contents of the secret files by name. */
  secrets: Record<string, string>;
  /** The app's group, which alone may read them. */
  group: number;
}

/**
 * Packs the secrets of a start as the Engine unpacks them into the app's volume. They belong to root, so that the app
 * can read and not change them, and has no place in the volume to write to. What an earlier start had and this one
 * has not is gone afterwards: a file in the place of the folder makes the Engine remove the folder with all in it, and
 * then the folder comes again.
 */
export function secretArchive({ identity, secrets, group }: SecretFiles): Buffer {
  const folder = path.basename(APP_FOLDERS.secrets);
  const entries: TarEntry[] = [
    identityEntry(identity, group),
    { name: folder, mode: 0o440, group, content: Buffer.alloc(0) },
    { name: `${folder}/`, mode: 0o550, group },
    ...Object.entries(secrets).map(([name, text]) => ({ name: `${folder}/${name}`, mode: 0o440, group, content: Buffer.from(text) })),
  ];
  return writeTar(entries);
}

/** Packs the secret of a start alone; the secret files of the start before stay. */
export function identityArchive({ identity, group }: Pick<SecretFiles, 'identity' | 'group'>): Buffer {
  return writeTar([identityEntry(identity, group)]);
}

function identityEntry(identity: string, group: number): TarEntry {
  return { name: path.basename(APP_FOLDERS.identity), mode: 0o440, group, content: Buffer.from(identity) };
}
