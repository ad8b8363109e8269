import type { KeyObject } from 'node:crypto';

/** `enc`: envelopes are addressed to it; `sig`: it signs them. A key never does both. */
export type KeyUse = 'enc' | 'sig';

/** What is known about a key besides its bytes. */
export interface EnvelopeKeyFacts<U extends KeyUse = KeyUse> {
  /** UUID, lower case. */
  readonly keyId: string;
  /** The party it belongs to, as it is named in envelopes. */
  readonly owner: string;
  readonly use: U;
  /** The one suite it may be used with. */
  readonly suite: number;
  /** Counts the keys of this owner for this use, u32. */
  readonly version: number;
}

/** The half of a key that everybody may have. */
export interface PublicEnvelopeKey<U extends KeyUse = KeyUse> extends EnvelopeKeyFacts<U> {
  readonly publicKey: KeyObject;
}

/** A whole key, for its owner alone. */
export interface PrivateEnvelopeKey<U extends KeyUse = KeyUse> extends PublicEnvelopeKey<U> {
  readonly privateKey: KeyObject;
}
