// Without anything of Node's own: browsers use this file too.

/** Length of the secret that a link carries. */
export const SHARE_SECRET_BYTES = 32;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** The second choice of RFC 9106: 3 passes over 64 MiB in 4 lanes. */
const COST = { passes: 3, memoryKiB: 65_536, lanes: 4, length: KEY_BYTES } as const;
const LABELS = { enc: 'mateship/share/v1/enc', auth: 'mateship/share/v1/auth', salt: 'mateship/share/v1/password-salt' } as const;

/** One computation of argon2id (RFC 9106, version 0x13, no secret, no associated data). */
export interface Argon2idInput {
  readonly password: Uint8Array<ArrayBuffer>;
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly passes: number;
  readonly memoryKiB: number;
  readonly lanes: number;
  /** Bytes of the result. */
  readonly length: number;
}

/** Computes argon2id. Node has it (`nodeArgon2id`); a browser needs a library. */
export type Argon2id = (input: Argon2idInput) => Promise<Uint8Array>;

/** A password that is needed besides the link. */
export interface SharePassword {
  readonly text: string;
  readonly argon2id: Argon2id;
}

/** What the secret of a link gives; each 32 bytes. */
export interface ShareKeys {
  /** Opens the share key; it never leaves the reader. */
  readonly enc: Uint8Array<ArrayBuffer>;
  /** Shown to the server, which keeps only its SHA-256. */
  readonly auth: Uint8Array<ArrayBuffer>;
}

/**
 * Derives both keys from the secret of a link, HKDF-SHA256 with a label each. A password is stretched and enters both, so
 * whoever has the link alone is not even given the ciphertext. Format: docs/architecture/envelope-format.md, "Links".
 * @throws RangeError when the secret has not 32 bytes
 */
export async function deriveShareKeys(secret: Uint8Array, password?: SharePassword): Promise<ShareKeys> {
  if (secret.length !== SHARE_SECRET_BYTES) throw new RangeError('the secret of a link has 32 bytes');
  const material = password ? await withPassword(secret, password) : Uint8Array.from(secret);
  const [enc, auth] = await Promise.all([hkdf(material, LABELS.enc, KEY_BYTES), hkdf(material, LABELS.auth, KEY_BYTES)]);
  material.fill(0);
  return { enc, auth };
}

async function withPassword(secret: Uint8Array, { text, argon2id }: SharePassword): Promise<Uint8Array<ArrayBuffer>> {
  const salt = await hkdf(Uint8Array.from(secret), LABELS.salt, SALT_BYTES);
  const stretched = await argon2id({ password: new TextEncoder().encode(text.normalize('NFKC')), salt, ...COST });
  const material = new Uint8Array(SHARE_SECRET_BYTES + KEY_BYTES);
  material.set(secret);
  material.set(stretched, SHARE_SECRET_BYTES);
  return material;
}

async function hkdf(material: Uint8Array<ArrayBuffer>, label: string, length: number): Promise<Uint8Array<ArrayBuffer>> {
  return hkdfSha256(material, new TextEncoder().encode(label), length);
}

/** HKDF-SHA256 of RFC 5869 without salt; `length` bytes. */
export async function hkdfSha256(material: Uint8Array<ArrayBuffer>, info: Uint8Array<ArrayBuffer>, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey('raw', material, 'HKDF', false, ['deriveBits']);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }, key, 8 * length));
}
