import { randomBytes } from 'node:crypto';
import { encodeContext } from '../src/index.js';
import { addressedSuiteOf } from '../src/suites/registry.js';
import { correspondence, NOW, outwardError, promptContext, REFUSED, UNSUPPORTED } from './correspondence.js';
import { flipBit } from './fixtures.js';
import { ADDRESSED_SUITES, keyOf } from './keys.js';

// Tens of thousands of envelopes, also on a busy machine.
jest.setTimeout(120_000);

const CHUNK = 16_400;
const SUITE_BYTES = [9, 10];

/** Opens many changed envelopes, some at a time, and counts how each looked from outside. */
async function outcomes(changed: Iterable<Buffer>, open: (envelope: Buffer) => Promise<unknown>): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const work = changed[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let next = work.next(); !next.done; next = work.next()) {
        const outcome = (await outwardError(open(next.value))) ?? 'opened';
        counts[outcome] = (counts[outcome] ?? 0) + 1;
      }
    }),
  );
  return counts;
}

function* flips(envelope: Buffer, step = 1): Generator<Buffer> {
  for (let bit = 0; bit < envelope.length * 8; bit += step) if (!SUITE_BYTES.includes(bit >> 3)) yield flipBit(envelope, bit);
}

describe.each(ADDRESSED_SUITES)('a changed envelope of suite %p', (id) => {
  const suite = addressedSuiteOf(id);

  it('is refused alike for each of more than 10,000 flipped bits', async () => {
    const { seal, open } = await correspondence(id);
    const envelope = await seal(randomBytes(1024));
    const bits = (envelope.length - SUITE_BYTES.length) * 8;
    expect(bits).toBeGreaterThan(10_000);
    expect(await outcomes(flips(envelope), open)).toEqual({ [REFUSED]: bits });
  });

  it('is refused alike even when its sender signs the change', async () => {
    const { seal, open, sender } = await correspondence(id);
    const envelope = await seal(randomBytes(200));
    const step = id === 0x0010 ? 1 : 7;
    const signed = envelope.subarray(0, -suite.signatureBytes);
    const resigned = async (changed: Buffer) => open(Buffer.concat([changed, await suite.sign(sender.privateKey, changed)]));
    const count = [...flips(signed, step)].length;
    expect(count).toBeGreaterThan(id === 0x0010 ? 3500 : 600);
    expect(await outcomes(flips(signed, step), resigned)).toEqual({ [REFUSED]: count });
  });

  it('is refused alike cut after any byte and with bytes behind its end', async () => {
    const { seal, open } = await correspondence(id);
    const envelope = await seal(randomBytes(300));
    const cuts = Array.from({ length: envelope.length - 11 }, (_, index) => envelope.subarray(0, index + 11));
    const longer = [1, 16, 64, 256].map((size) => Buffer.concat([envelope, randomBytes(size)]));
    expect(await outcomes([...cuts, ...longer], open)).toEqual({ [REFUSED]: cuts.length + 4 });
  });

  it('is refused when it names another suite', async () => {
    const { seal, open } = await correspondence(id);
    const envelope = await seal(randomBytes(100));
    const named = Array.from({ length: 0x10000 }, (_, number) => number).filter((number) => number !== id && (number < 64 || number % 97 === 0));
    const changed = named.map((number) => {
      const copy = Buffer.from(envelope);
      copy.writeUInt16BE(number, SUITE_BYTES[0]!);
      return copy;
    });
    const known = ADDRESSED_SUITES.length - 1;
    expect(await outcomes(changed, open)).toEqual({ [REFUSED]: known, [UNSUPPORTED]: named.length - known });
  });

  it('is refused with the signature stripped, exchanged or made by somebody else', async () => {
    const { seal, open, sender } = await correspondence(id);
    const [one, two] = [await seal(randomBytes(100)), await seal(randomBytes(100))];
    const other = await keyOf('sig', id, 'other');
    const cut = (envelope: Buffer) => envelope.subarray(0, -suite.signatureBytes);
    const byOther = Buffer.concat([cut(one), await suite.sign(other.privateKey, cut(one))]);
    const changed = [cut(one), Buffer.concat([cut(one), two.subarray(-suite.signatureBytes)]), Buffer.concat([cut(one), Buffer.alloc(suite.signatureBytes)]), byOther];
    expect(await outcomes(changed, open)).toEqual({ [REFUSED]: 4 });
    const bothKnown = (envelope: Buffer) => open(envelope, { senders: (keyId) => [sender, other].find((key) => key.keyId === keyId) });
    expect(await outcomes([byOther], bothKnown)).toEqual({ [REFUSED]: 1 });
  });

  it('is refused when parts of two envelopes are exchanged, signed anew', async () => {
    const { seal, open, sender } = await correspondence(id);
    const [one, two] = [await seal(randomBytes(100)), await seal(randomBytes(100))];
    const header = 6 + one.readUInt16BE(4);
    const parts = ([one, two] as const).map((envelope) => [
      envelope.subarray(0, header), envelope.subarray(header, header + suite.wrappedBytes), envelope.subarray(header + suite.wrappedBytes, -suite.signatureBytes),
    ]);
    const mixed = [1, 2, 3, 4, 5, 6].map((mask) => Buffer.concat([0, 1, 2].map((part) => parts[(mask >> part) & 1]![part]!)));
    const resigned = async (changed: Buffer) => open(Buffer.concat([changed, await suite.sign(sender.privateKey, changed)]));
    expect(await outcomes(mixed, resigned)).toEqual({ [REFUSED]: 6 });
  });

  it('is refused in the place of another message, chat or user', async () => {
    const { seal, open } = await correspondence(id);
    const envelope = await seal(randomBytes(100));
    const places = ['purpose', 'chat', 'user', 'message'].map((field) => encodeContext({ purpose: 'prompt', chat: 'c1', user: 'u1', message: 'm1', [field]: 'x' }));
    for (const context of places) expect(await outcomes([envelope], (bytes) => open(bytes, { context }))).toEqual({ [REFUSED]: 1 });
    expect(await outcomes([envelope], (bytes) => open(bytes, { context: promptContext }))).toEqual({ opened: 1 });
  });

  it('is known again by its id when it is replayed, and refused once it has expired', async () => {
    const { seal, open } = await correspondence(id);
    const envelope = await seal(randomBytes(10));
    const [first, second] = [await open(envelope), await open(envelope)];
    expect(second.address.id).toBe(first.address.id);
    expect(await outcomes([envelope], (bytes) => open(bytes, { now: NOW + 60_000 }))).toEqual({ [REFUSED]: 1 });
  });
});

describe('an envelope of several chunks', () => {
  it('is refused alike cut, shortened, doubled or reordered at every border, signed anew', async () => {
    const { seal, open, sender } = await correspondence(0x0010);
    const suite = addressedSuiteOf(0x0010);
    const envelope = await seal(randomBytes(5 * 16_384 + 7));
    const start = 6 + envelope.readUInt16BE(4) + suite.wrappedBytes + 56;
    const signed = envelope.subarray(0, -suite.signatureBytes);
    const chunk = (number: number) => signed.subarray(start + number * CHUNK, start + (number + 1) * CHUNK);
    const build = (order: number[]) => Buffer.concat([signed.subarray(0, start), ...order.map(chunk)]);
    const cuts = [0, 1, 2, 3, 4, 5].flatMap((border) => [-1, 0, 1, 16].map((shift) => signed.subarray(0, start + border * CHUNK + shift)));
    const orders = [[5], [1, 0, 2, 3, 4, 5], [0, 0, 1, 2, 3, 4, 5], [0, 2, 3, 4, 5], [0, 1, 2, 3, 5], [5, 0, 1, 2, 3, 4], [0, 1, 2, 3, 4, 5, 5]].map(build);
    const changed = [...cuts, ...orders];
    const resigned = async (bytes: Buffer) => open(Buffer.concat([bytes, await suite.sign(sender.privateKey, bytes)]));
    expect(await outcomes(changed, resigned)).toEqual({ [REFUSED]: changed.length });
    expect(await outcomes([build([0, 1, 2, 3, 4, 5])], resigned)).toEqual({ opened: 1 });
  });
});
