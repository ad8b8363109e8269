// Sealing a file of 100 MB as a stream: CPU of the whole process and the memory it takes.
import { randomBytes, randomUUID } from 'node:crypto';
import { appendFileSync, createReadStream } from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { median, printBar, printTable, ratios, spread } from '../support/figures.mjs';
import { temporaryFolder } from '../support/platform.mjs';
import { gcmMegabytesPerSecond } from './openssl.mjs';

const BYTES = 100_000_000;
const READ_BYTES = 262_144;
const MEASURE_EVERY = 1_000_000;

export async function benchFile({ createOpenStream, createSealStream, encodeContext, newDataKey }, rounds) {
  const file = path.join(temporaryFolder('crypto'), 'file');
  const piece = randomBytes(1_000_000);
  for (let written = 0; written < BYTES; written += piece.length) appendFileSync(file, piece);
  const key = newDataKey();
  const context = encodeContext({ purpose: 'bench' });
  const newSealer = () => createSealStream(key, { keyId: randomUUID(), epoch: 1 }, context);
  const measure = async () => {
    const openssl = gcmMegabytesPerSecond();
    const [read, seal, both] = [await through(file), await through(file, newSealer()), await through(file, newSealer(), createOpenStream(key, context))];
    const megabytes = (cpu) => BYTES / cpu;
    return {
      openssl,
      'read and sealed': megabytes(seal.cpu),
      'sealed, reading taken off': megabytes(seal.cpu - read.cpu),
      'opened, the rest taken off': megabytes(both.cpu - seal.cpu),
      memory: (seal.most - read.most) / 1e6,
    };
  };
  // The first round warms up. It is not timed, but its memory counts: later ones find what it took.
  const first = await measure();
  const measured = [];
  for (let round = 0; round < rounds; round += 1) measured.push(await measure());
  const column = (name) => measured.map((round) => round[name]);
  const names = Object.keys(measured[0]).filter((name) => name !== 'memory');
  printTable(['file of 100 MB', 'MB per second of CPU', '× openssl'], names.map((name) => [name, spread(column(name), 0), spread(ratios(column(name), column('openssl')), 2)]));
  printBar('read and sealed × openssl speed -evp aes-256-gcm, which reads nothing', median(ratios(column('read and sealed'), column('openssl'))), { atLeast: 0.25 });
  printBar('memory beyond that of reading the file, MB', Math.max(first.memory, ...column('memory')), { atMost: 64 }, 0);
}

/** Microseconds of CPU of the whole process, and the most bytes it held. */
async function through(file, ...transforms) {
  const before = process.cpuUsage();
  let most = 0;
  let unmeasured = 0;
  const sink = new Writable({
    writev(chunks, done) {
      for (const { chunk } of chunks) unmeasured += chunk.length;
      // Looking costs as much as sealing a chunk, so it must not depend on how the bytes are cut.
      if (unmeasured >= MEASURE_EVERY) {
        unmeasured = 0;
        most = Math.max(most, process.memoryUsage.rss());
      }
      done();
    },
  });
  await pipeline(createReadStream(file, { highWaterMark: READ_BYTES }), ...transforms, sink);
  const { user, system } = process.cpuUsage(before);
  return { cpu: user + system, most };
}
