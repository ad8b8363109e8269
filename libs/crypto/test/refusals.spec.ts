import { randomBytes } from 'node:crypto';
import { signedFaults, withFault } from '../src/testing/index.js';
import { correspondence, outwardError, promptContext, REFUSED } from './correspondence.js';
import { ADDRESSED_SUITES } from './keys.js';

// Thousands of operations with private keys, also on a busy machine.
jest.setTimeout(120_000);

const IN_FLIGHT = 8;

/** Opens `times` envelopes with the faults in turn, and counts what each fault looked like from outside. */
async function refusals(suite: number, faults: string[], times: number) {
  const { sender, recipient, seal, open } = await correspondence(suite);
  const envelope = await seal(randomBytes(64));
  const counts: Record<string, Record<string, number>> = {};
  let next = 0;
  const work = async () => {
    while (next < times) {
      const fault = faults[next++ % faults.length]!;
      const forged = await withFault(fault, envelope, { sender, recipient, context: promptContext });
      const outcome = (await outwardError(open(forged))) ?? 'opened';
      const seen = (counts[fault] ??= {});
      seen[outcome] = (seen[outcome] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  return counts;
}

const alike = (faults: string[], each: number) => Object.fromEntries(faults.map((fault) => [fault, { [REFUSED]: each }]));

describe('5,000 envelopes that their sender signed with a bad OAEP block or secret', () => {
  const BLOCKS = ['no block', 'first byte', 'label hash', 'no separator', 'padding', 'other hash', 'PKCS #1 v1.5', 'short secret', 'long secret', 'other secret'];

  it('are refused alike, each of them', async () => {
    expect(signedFaults(0x0001)).toEqual(expect.arrayContaining(BLOCKS));
    expect(await refusals(0x0001, BLOCKS, 5000)).toEqual(alike(BLOCKS, 500));
  });
});

describe.each(ADDRESSED_SUITES)('an envelope of suite %p that its sender signed', (id) => {
  it('is refused alike whatever is wrong with its key and its content', async () => {
    const faults = signedFaults(id);
    expect(faults.length).toBeGreaterThanOrEqual(7);
    expect(await refusals(id, faults, 3 * faults.length)).toEqual(alike(faults, 3));
  });
});
