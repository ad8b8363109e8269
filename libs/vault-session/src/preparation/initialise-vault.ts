import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { VaultClient } from '../vault-client.js';

const Initialised = z.object({ initialized: z.boolean() });
const Keys = z.object({ root_token: z.string().min(1), recovery_keys_base64: z.array(z.string()).default([]), keys_base64: z.array(z.string()).default([]) });

/** What a new server tells once. Whoever holds it can do everything. */
export interface InitialKeys {
  rootToken: string;
  /** With a static seal: three of five make a new root token. */
  recoveryKeys: string[];
}

/** Initialises a server with a static or another automatic seal. Resolves to null when it was initialised before. @throws VaultFault */
export async function initialiseVault(address: string, caFile?: string): Promise<InitialKeys | null> {
  const client = new VaultClient(address, caFile && (await readFile(caFile, 'utf8')), 1900);
  try {
    if ((await client.request(null, { method: 'GET', path: 'sys/init', answer: Initialised })).initialized) return null;
    const keys = await client.request(null, { method: 'PUT', path: 'sys/init', body: { recovery_shares: 5, recovery_threshold: 3 }, answer: Keys });
    return { rootToken: keys.root_token, recoveryKeys: keys.recovery_keys_base64 };
  } finally {
    client.close();
  }
}
