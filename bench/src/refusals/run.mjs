// Whether the time until an envelope is refused tells why. All are signed by their sender, so that they get as far as the
// private key; the control is not, and is refused before.
import { load } from '../support/processes.mjs';
import { importLibrary } from '../support/typescript.mjs';
import { benchLibrary } from './library.mjs';
import { benchVault } from './vault.mjs';

const PARTS = { library: benchLibrary, vault: benchVault };
const parts = await importLibrary('bench/src/refusals/parts.mjs');

console.log(`\nRefusals, Node ${process.version}, load ${load()}\n`);
for (const name of process.env.PARTS?.split(',') ?? Object.keys(PARTS)) await PARTS[name](parts);
