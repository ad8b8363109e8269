import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type KeyReference, newDataKey } from '../src/index.js';

interface TestKey extends KeyReference {
  secret: Buffer;
}

/** A fresh key for one test. */
export function contentKey(overrides: Partial<TestKey> = {}): TestKey {
  return { keyId: randomUUID(), epoch: 1, secret: newDataKey(), ...overrides };
}

export const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/** { purpose: 'chat', chat: 'c1', seq: 7 } as bytes, so that a fault of `encodeContext` shows in its own suite. */
export const chatContext = hex('000307707572706f73650100000004636861740463686174010000000263310373657102000000080000000000000007');

/** Reads one of the vector files that are committed in vectors/. */
export function vectors<T>(name: string): T[] {
  return JSON.parse(readFileSync(path.join(__dirname, '../vectors', name), 'utf8')) as T[];
}

/** Runs `action` and gives back what it threw. */
export function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

// A mutant shows in few of thousands of tries.
const STEP = Number(process.env.ONE_TRY_OF ?? 1);

/** How often to try: as often as it says, or one time of `ONE_TRY_OF`. */
export const tries = (count: number): number => Math.ceil(count / STEP);

/** 0, 1, 2 … below `end`, or one of `ONE_TRY_OF` of them. */
export const upTo = (end: number): number[] => Array.from({ length: tries(end) }, (_, number) => number * STEP);

/** The places of every bit. */
export const bitsOf = (bytes: Uint8Array): number[] => upTo(bytes.length * 8);

export function flipBit(bytes: Uint8Array, bit: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[bit >> 3]! ^= 1 << (bit & 7);
  return changed;
}
