import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { createSecretFile, readSecretFile } from './secret-file.js';

/** The one algorithm of each key; a token cannot choose it. */
export const SIGNING_ALGORITHM = 'ES256';

const StoredKey = z.strictObject({
  kid: z.string().min(1),
  alg: z.literal(SIGNING_ALGORITHM),
  createdAt: z.iso.datetime(),
  privateKey: z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string(), d: z.string() }),
});
const KeyFile = z.strictObject({ keys: z.array(StoredKey).min(1) });

export interface SigningKey {
  readonly kid: string;
  readonly alg: typeof SIGNING_ALGORITHM;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** The keys of access tokens as KeyObjects: the newest signs, the older ones still verify until they are removed from the file. */
export class SigningKeys {
  private readonly byKid: ReadonlyMap<string, SigningKey>;

  private constructor(private readonly keys: readonly SigningKey[]) {
    this.byKid = new Map(keys.map((key) => [key.kid, key]));
  }

  /** Opens the key file, or makes one at the first start. Throws when others than its owner may read it. */
  static async open(file: string): Promise<SigningKeys> {
    const text = (await readSecretFile(file)) ?? (await createSecretFile(file, JSON.stringify({ keys: [newStoredKey()] })));
    const stored = KeyFile.parse(JSON.parse(text)).keys.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
    return new SigningKeys(stored.map(toSigningKey));
  }

  get current(): SigningKey {
    return this.keys[0]!;
  }

  find(kid: string): SigningKey | undefined {
    return this.byKid.get(kid);
  }
}

function newStoredKey(): z.input<typeof StoredKey> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = privateKey.export({ format: 'jwk' });
  return {
    kid: thumbprint(jwk),
    alg: SIGNING_ALGORITHM,
    createdAt: new Date().toISOString(),
    privateKey: { kty: 'EC', crv: 'P-256', x: jwk.x!, y: jwk.y!, d: jwk.d! },
  };
}

/** RFC 7638. */
function thumbprint({ crv, kty, x, y }: JsonWebKey): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

function toSigningKey(stored: z.output<typeof StoredKey>): SigningKey {
  const privateKey = createPrivateKey({ key: stored.privateKey, format: 'jwk' });
  return { kid: stored.kid, alg: stored.alg, privateKey, publicKey: createPublicKey(privateKey) };
}
