import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { CommandError } from '../command.errors.js';
import { newSecret } from '../data-folder/secrets.js';
import type { DurableFolder } from './durable-folder.js';
import { INSTALLATION, MARKER } from './volumes.js';

const ROOT = { user: 0, group: 0 };
const ID = 'id';
const MADE = 'made.json';
/** What a finished setup has made: from then on it may be missing no more. A later release adds to it. */
const Made = z.object({ secrets: z.array(z.string()), volumes: z.array(z.string()) });
type Made = z.infer<typeof Made>;

/** A data volume with its folder. */
export type DataVolume = [name: string, folder: DurableFolder];

/** The installation's own volume: its id, the originals of its secrets, and what it has made so far. */
export class Installation {
  constructor(
    private readonly folder: DurableFolder,
    private readonly asRoot: boolean,
  ) {}

  /** Refuses volumes that do not belong together before anything is changed; then gives the id, made where there is none. */
  open(data: readonly DataVolume[]): string {
    const known = this.folder.read(ID);
    const made = this.#made();
    for (const [name, folder] of data) {
      const marker = folder.read(MARKER);
      if (marker !== null && known === null) refuse(`The volume "${INSTALLATION}" is empty, but "${name}" holds the data of an installation. Restore "${INSTALLATION}" from a backup, or remove all volumes of this project to begin anew.`);
      if (marker !== null && marker !== known) refuse(`The volume "${name}" belongs to another installation than "${INSTALLATION}". Restore both from the same backup.`);
      if (marker === null && made.volumes.includes(name)) refuse(`The volume "${name}" is empty, but this installation holds data in it. Restore it from a backup, or remove all volumes of this project to begin anew.`);
      if (marker === null && folder.entries().length > 0) refuse(`The volume "${name}" holds data that no installation of Mateship made. Move it away, or choose another COMPOSE_PROJECT_NAME.`);
    }
    if (known !== null) return known;
    const id = randomUUID();
    this.#write(ID, id);
    return id;
  }

  /** The original of a secret; made on first use, never again. */
  secret(name: string): string {
    const file = `secret-${name}`;
    const known = this.folder.read(file);
    if (known !== null && known !== '') return known;
    if (this.#made().secrets.includes(name)) refuse(`The secret "${name}" is missing in the volume "${INSTALLATION}". Restore it from a backup.`);
    const secret = newSecret();
    this.#write(file, secret);
    return secret;
  }

  finish(made: Made): void {
    this.#write(MADE, JSON.stringify(made));
    this.folder.own(0o700, this.asRoot ? ROOT : null);
  }

  #made(): Made {
    const text = this.folder.read(MADE);
    return text === null ? { secrets: [], volumes: [] } : Made.parse(JSON.parse(text));
  }

  #write(name: string, content: string): void {
    this.folder.write(name, content, 0o400, this.asRoot ? ROOT : null);
  }
}

function refuse(sentence: string): never {
  throw new CommandError(sentence);
}
