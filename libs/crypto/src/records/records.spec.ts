import { bitsOf, flipBit } from '../../test/fixtures.js';
import { newDataKey } from '../envelope/data-key.js';
import { openBytes } from '../envelope/envelope.js';
import { DecryptionError } from '../errors/decryption.errors.js';
import { openRecords, RecordSealer, RECORDS_HEAD_BYTES } from './records.js';

/** { use: 'test', list: 7 } as `encodeContext` gives it. */
const context = Buffer.from('000203757365010000000474657374046c69737402000000080000000000000007', 'hex');
const texts = ['', 'a', 'two words', 'x'.repeat(40_000)];

function aList(salt?: Buffer) {
  const secret = newDataKey();
  const sealer = new RecordSealer(secret, context, salt);
  return { secret, head: sealer.head, sealed: texts.map((text) => sealer.seal(Buffer.from(text))) };
}
const open = ({ secret, ...list }: ReturnType<typeof aList>, from = 0, within = context) => openRecords(secret, within, { ...list, from }).map(String);

describe('records', () => {
  it('open in their order', () => {
    expect(open(aList())).toEqual(texts);
  });

  it('open from any place on', () => {
    const list = aList();
    expect(open({ ...list, sealed: list.sealed.slice(2) }, 2)).toEqual(texts.slice(2));
    expect(open({ ...list, sealed: [] }, 4)).toEqual([]);
  });

  it('open after the secret that sealed them was wiped in between', () => {
    const secret = newDataKey();
    const copy = Buffer.from(secret);
    const sealer = new RecordSealer(secret, context);
    secret.fill(0);
    expect(openRecords(copy, context, { head: sealer.head, from: 0, sealed: [sealer.seal(Buffer.from('late'))] }).map(String)).toEqual(['late']);
  });

  it.each<[string, (list: ReturnType<typeof aList>) => unknown]>([
    ['in the place of another', (list) => open({ ...list, sealed: list.sealed.toReversed() })],
    ['a second time', (list) => open({ ...list, sealed: [list.sealed[0]!, list.sealed[0]!] })],
    ['when one before them is missing', (list) => open({ ...list, sealed: list.sealed.slice(1) })],
    ['from a place that is too far on', (list) => open(list, 1)],
    ['in another list', (list) => open({ ...list, head: aList().head })],
    ['in another list of the same key', (list) => open({ ...list, head: new RecordSealer(list.secret, context).head })],
    ['under another key', (list) => open({ ...list, secret: newDataKey() })],
    ['in another context', (list) => open(list, 0, Buffer.from('list 8'))],
    ['with a head that is cut', (list) => open({ ...list, head: list.head.subarray(1) })],
    ['when they are cut', (list) => open({ ...list, sealed: [list.sealed[1]!.subarray(0, 15)] }, 1)],
    ['as an envelope', (list) => openBytes(list.secret, context, Buffer.concat([list.head, list.sealed[0]!]))],
  ])('do not open %s', (_where, action) => {
    expect(() => action(aList())).toThrow(DecryptionError);
  });

  it('do not open after a change of any bit of a record or of the head', () => {
    const list = aList();
    for (const bit of bitsOf(list.head)) {
      expect(() => open({ ...list, head: flipBit(list.head, bit), sealed: [] })).toThrow(DecryptionError);
    }
    for (const bit of bitsOf(list.sealed[1]!)) {
      expect(() => open({ ...list, sealed: [flipBit(list.sealed[1]!, bit)] }, 1)).toThrow(DecryptionError);
    }
  });

  it('are as long as their text and a tag', () => {
    const { head, sealed } = aList();
    expect(head).toHaveLength(RECORDS_HEAD_BYTES);
    expect(sealed.map(({ length }) => length)).toEqual(texts.map(({ length }) => length + 16));
  });

  it('are made byte by byte as documented', () => {
    const sealer = new RecordSealer(Buffer.alloc(32, 1), context, Buffer.alloc(24, 2));
    const bytes = [sealer.head, sealer.seal(Buffer.from('hello')), sealer.seal(Buffer.from('hello'))];
    expect(bytes.map((part) => part.toString('hex'))).toMatchInlineSnapshot(`
[
  "4f43523102020202020202020202020202020202020202020202020270605ef3c5617dfe9acb956e866dd9b7496c7703b5c512ef75006f13af43fd98",
  "c0733e9326d9b4cae6eacdf1b480ffd45400a4ca57",
  "76f89b36830437a074e7ac21b188222d0a0ade187b",
]
`);
  });
});
