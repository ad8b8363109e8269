import { chunkedContent } from '../chunked/chunked-content.js';
import { aesGcmContent } from '../content/aes-gcm-content.js';
import { EnvelopeSuiteError } from '../errors/envelope-suite.errors.js';
import { ed25519 } from '../signing/ed25519.js';
import { rsaPss } from '../signing/rsa-pss.js';
import { hpkeX25519 } from '../transport/hpke-x25519.js';
import { rsaOaep } from '../transport/rsa-oaep.js';
import type { AddressedSuite, StoredSuite } from './suite.js';

// The one place that says what a suite is made of: a new one is an entry here and its vectors.

/** Suite 0x0020, for chats and files. */
export const contentSuite: StoredSuite = { id: 0x0020, name: 'C2SP-A256-SHA512', ...chunkedContent };

const ADDRESSED: readonly AddressedSuite[] = [
  { id: 0x0001, name: 'A256GCM+RSA-OAEP-2048+RSA-PSS-2048', ...aesGcmContent, ...rsaOaep(2048), ...rsaPss(2048) },
  { id: 0x0002, name: 'A256GCM+RSA-OAEP-3072+RSA-PSS-3072', ...aesGcmContent, ...rsaOaep(3072), ...rsaPss(3072) },
  { id: 0x0010, name: 'C2SP-A256-SHA512+HPKE-X25519+Ed25519', ...chunkedContent, ...hpkeX25519, ...ed25519 },
];

const stored: ReadonlyMap<number, StoredSuite> = new Map([[contentSuite.id, contentSuite]]);
const addressed: ReadonlyMap<number, AddressedSuite> = new Map(ADDRESSED.map((suite) => [suite.id, suite]));

/** The suite of stored content. Never negotiated: a number that is not listed is refused. @throws EnvelopeSuiteError */
export function storedSuiteOf(id: number): StoredSuite {
  return known(stored.get(id));
}

/** The suite of an envelope from one party to another. @throws EnvelopeSuiteError */
export function addressedSuiteOf(id: number): AddressedSuite {
  return known(addressed.get(id));
}

function known<S>(suite: S | undefined): S {
  if (!suite) throw new EnvelopeSuiteError();
  return suite;
}
