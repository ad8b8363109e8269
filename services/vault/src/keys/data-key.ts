import type { KeyBinding } from '@mateship/contracts';
import { encodeContext } from '@mateship/crypto';

/** The place of a data key. Every part is bound into its wrapping and into its transport. */
export interface KeyPlace extends KeyBinding {
  keyId: string;
  /** Counts re-keyings of the object, from 1. */
  epoch: number;
}

/** An active data key as the database holds it. */
export interface StoredKey extends KeyPlace {
  wrapped: Buffer;
}

/** A key that is about to be stored. */
export interface NewKey extends StoredKey {
  kekVersion: number;
}

/** What the wrapping of a key is bound to: a row that is moved or relabelled does not open. */
export function keyContext(place: KeyPlace): Buffer {
  return encodeContext({ use: 'data-key', ...fieldsOf(place) });
}

/** The HPKE info of a key on its way to the caller, who must put together the same bytes to open it. */
export function transportInfo(place: KeyPlace): Buffer {
  return encodeContext({ use: 'data-key-transport', ...fieldsOf(place) });
}

function fieldsOf({ purpose, ownerId, objectId, keyId, epoch }: KeyPlace): Record<string, string | number> {
  return { purpose, ownerId, objectId, keyId, epoch };
}
