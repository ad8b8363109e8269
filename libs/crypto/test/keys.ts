import { createPrivateKey, type KeyObject, randomUUID } from 'node:crypto';
import { importPrivateKey, type KeyUse, newEnvelopeKey, type PrivateEnvelopeKey } from '../src/index.js';
import { hex, vectors } from './fixtures.js';

const ALL_SUITES = [0x0001, 0x0002, 0x0010];

/** Every suite, or those of `SUITES`: what is the same code for each of them needs no RSA keys for every mutant. */
export const ADDRESSED_SUITES = process.env.SUITES?.split(',').map(Number) ?? ALL_SUITES;

/** Every suite may be written and opened. */
export const OPEN_POLICY = { seal: ALL_SUITES, open: ALL_SUITES, maxLifeMs: 86_400_000 };

const made = new Map<string, Promise<PrivateEnvelopeKey>>();

/** One key for each suite, use and owner in a test file. RSA keys take long to find, so those of the vault and the app are the ones of the vectors. */
export async function keyOf<U extends KeyUse>(use: U, suite: number, owner: string): Promise<PrivateEnvelopeKey<U>> {
  const name = `${use} ${suite} ${owner}`;
  if (!made.has(name)) made.set(name, make({ use, suite, owner, version: 1 }));
  return (await made.get(name)!) as PrivateEnvelopeKey<U>;
}

async function make(facts: { use: KeyUse; suite: number; owner: string; version: number }): Promise<PrivateEnvelopeKey> {
  const isKnown = facts.owner === (facts.use === 'sig' ? 'vault' : 'app:ai');
  const vector = isKnown ? vectors<{ suite: number; recipient: string; signer: string }>('addressed.json').find(({ suite }) => suite === facts.suite) : undefined;
  if (!vector) return newEnvelopeKey(facts);
  return importPrivateKey({ ...facts, keyId: randomUUID() }, hex(facts.use === 'sig' ? vector.signer : vector.recipient));
}

/** An X25519 or Ed25519 private key from its 32 raw bytes. */
export function rawPrivateKey(curve: 'x25519' | 'ed25519', bytes: Buffer): KeyObject {
  const head = Buffer.from(`302e020100300506032b65${curve === 'x25519' ? '6e' : '70'}04220420`, 'hex');
  return createPrivateKey({ key: Buffer.concat([head, bytes]), format: 'der', type: 'pkcs8' });
}
