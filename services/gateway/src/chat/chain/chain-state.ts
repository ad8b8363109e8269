import { addToRecordSet, EMPTY_RECORD_SET, RECORD_SET_BYTES } from '@mateship/crypto';

/** What a head says of a chat: how many messages it holds, the number of the next one, and the sum of their digests. */
export interface ChainState {
  count: number;
  next: number;
  sum: Buffer;
}

const BYTES = 8 + RECORD_SET_BYTES;

export const EMPTY_CHAIN: ChainState = { count: 0, next: 1, sum: EMPTY_RECORD_SET };

export function encodeChainState({ count, next, sum }: ChainState): Buffer {
  const bytes = Buffer.alloc(BYTES);
  bytes.writeUInt32BE(count, 0);
  bytes.writeUInt32BE(next, 4);
  bytes.set(sum, 8);
  return bytes;
}

/** @throws RangeError for bytes that {@link encodeChainState} did not make */
export function decodeChainState(bytes: Buffer): ChainState {
  if (bytes.length !== BYTES) throw new RangeError('not the state of a chain');
  return { count: bytes.readUInt32BE(0), next: bytes.readUInt32BE(4), sum: bytes.subarray(8) };
}

/** The state once messages with these digests have come and gone; `next` is the number after the last one given. */
export function moveChain(state: ChainState, added: readonly Buffer[], removed: readonly Buffer[], next: number = state.next): ChainState {
  return { count: state.count + added.length - removed.length, next, sum: [...added, ...removed].reduce((sum, digest) => addToRecordSet(sum, digest), state.sum) };
}
