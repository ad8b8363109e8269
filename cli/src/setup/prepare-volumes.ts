import fs from 'node:fs';
import path from 'node:path';
import { CommandError } from '../command.errors.js';
import { configSections } from './config-sections.js';
import { DurableFolder, type Owner } from './durable-folder.js';
import { Installation } from './installation.js';
import { SECRET_FILES, SECRETS } from './secret-files.js';
import { INSTALLATION, MARKER, VOLUMES } from './volumes.js';

/** Where `setup` finds the volumes, and what stands in for root in a test. */
export interface VolumeSettings {
  /** Holds one folder for each volume, and mateship.yaml. */
  folder: string;
  /** Whether owners can be given; only root can. */
  asRoot: boolean;
  /** Called before every change. */
  step?: () => void;
}

/**
 * Fills and marks the volumes of an installation. Everything it does can be done again: what is there stays, what is
 * missing is made, what may not be missing is refused before anything was changed.
 */
export function prepareVolumes({ folder, asRoot, step = () => undefined }: VolumeSettings): void {
  const at = (name: string): DurableFolder => new DurableFolder(existing(folder, name), step);
  const ownerOf = (owner: Owner): Owner => (asRoot ? owner : null);
  const volumes = VOLUMES.map((volume) => ({ ...volume, owner: ownerOf(volume.owner), files: at(volume.name) }));
  const data = volumes.filter(({ kind }) => kind === 'data');
  const config = configSections(path.join(folder, 'mateship.yaml'));

  const installation = new Installation(at(INSTALLATION), asRoot);
  const id = installation.open(data.map(({ name, files }) => [name, files]));
  const secrets = new Map(SECRETS.map((name) => [name, installation.secret(name)]));
  for (const { volume, name, content } of SECRET_FILES) {
    const target = volumes.find((candidate) => candidate.name === volume);
    target?.files.write(name, content((secret) => secrets.get(secret) ?? '', config), 0o400, target.owner);
  }
  for (const { files, mode, owner, name } of volumes) {
    files.write(MARKER, id, 0o444, owner);
    // The container of PostgreSQL keeps its own house.
    if (name !== 'postgres-data') files.own(mode, owner);
  }
  installation.finish({ secrets: [...SECRETS], volumes: data.map(({ name }) => name) });
}

function existing(folder: string, name: string): string {
  const volume = path.join(folder, name);
  if (!fs.existsSync(volume)) throw new CommandError(`The volume "${name}" is not mounted at ${volume}. Use the compose files of this release.`);
  return volume;
}
