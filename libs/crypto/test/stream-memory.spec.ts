import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createOpenStream, createSealStream } from '../src/index.js';
import { chatContext, contentKey } from './fixtures.js';

const CHUNK = 16_384;

describe('streams', () => {
  it('hold memory constant over 64 MiB', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const held = async () => {
      collectGarbage();
      await setImmediate();
      collectGarbage();
      return process.memoryUsage().arrayBuffers;
    };
    const key = contentKey();
    const parts = Readable.from(Array<Buffer>(1024).fill(randomBytes(65_536)));
    const before = await held();
    let [most, total] = [0, 0];
    await pipeline(parts, createSealStream(key.secret, key, chatContext), createOpenStream(key.secret, chatContext), async (source) => {
      for await (const piece of source) {
        total += (piece as Buffer).length;
        if (total % (256 * CHUNK) === 0) most = Math.max(most, (await held()) - before);
      }
    });
    expect(total).toBe(1024 * 65_536);
    expect(most).toBeLessThan(4 * 1024 * 1024);
  });
});
