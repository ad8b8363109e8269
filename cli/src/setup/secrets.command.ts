import { CommandError } from '../command.errors.js';
import { prepareVolumes } from './prepare-volumes.js';

/** `mateship setup secrets`: the first thing that runs in a container installation. */
export function secretsCommand(folder: string): void {
  if (process.getuid?.() !== 0) throw new CommandError('setup secrets must run as root, since it gives files to the users of other containers.');
  prepareVolumes({ folder, asRoot: true });
  process.stdout.write('The volumes, keys and secrets of this installation are in place.\n');
}
