import { createPrivateKey, createPublicKey, sign, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Platform } from './platform.js';

/** The key that a platform signs access tokens with. */
export interface TokenKey {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

export async function tokenKeyOf(platform: Platform): Promise<TokenKey> {
  const file = path.join(platform.dataDir, 'keys', 'gateway-signing.json');
  const { keys } = JSON.parse(await readFile(file, 'utf8')) as { keys: { kid: string; privateKey: JsonWebKey }[] };
  const stored = keys[0]!;
  const privateKey = createPrivateKey({ key: stored.privateKey, format: 'jwk' });
  return { kid: stored.kid, privateKey, publicKey: createPublicKey(privateKey) };
}

type Part = Record<string, unknown>;

/** Header and claims of a token, unchecked. */
export function partsOf(token: string): { header: Part; claims: Part } {
  const [header, claims] = token.split('.').slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Part);
  return { header: header!, claims: claims! };
}

export function unsigned(header: Part, claims: Part): string {
  return [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}

/** A token signed as ES256, whatever its header says. */
export function signed(key: KeyObject, header: Part, claims: Part): string {
  const text = unsigned(header, claims);
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}
