// What libs/crypto costs, beside `openssl speed` in the same rounds.
import { load } from '../support/processes.mjs';
import { importLibrary } from '../support/typescript.mjs';
import { benchEnvelopes } from './envelopes.mjs';
import { benchFile } from './file.mjs';
import { benchLoopDelay } from './loop-delay.mjs';
import { benchMessages } from './message.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 7);
const PARTS = { message: benchMessages, file: benchFile, envelopes: benchEnvelopes, 'loop-delay': benchLoopDelay };
const library = await importLibrary('libs/crypto/src/index.ts');

console.log(`\nCrypto, Node ${process.version}, ${ROUNDS} rounds, median (least–most), load ${load()}\n`);
for (const name of process.env.PARTS?.split(',') ?? Object.keys(PARTS)) await PARTS[name](library, ROUNDS);
