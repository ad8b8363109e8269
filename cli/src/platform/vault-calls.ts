import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { INTERNAL_HEADERS, KeyVersions, VAULT_KEY_VERSION_PATHS } from '@mateship/contracts';
import { deriveMacKey, sha256hex, signRequest } from '@mateship/service-kit/identity';
import type { Layout } from '../data-folder/layout.js';
import { vaultSocket } from './services.js';

const TIMEOUT_MS = 5_000;
const LARGEST_ANSWER = 1024 * 1024;

/** Asks the running vault for its key versions, as the gateway would. Rejects when it does not answer. */
export async function readKeyVersions(layout: Layout): Promise<KeyVersions> {
  const secret = fs.readFileSync(path.join(layout.secrets, 'gateway-vault'), 'utf8').trim();
  const asked = { method: 'GET', path: VAULT_KEY_VERSION_PATHS.status };
  const mac = signRequest(deriveMacKey(Buffer.from(secret), 'gateway->vault'), { ...asked, audience: 'vault', bodyHash: sha256hex(Buffer.alloc(0)) });
  const { status, text } = await ask({ ...asked, socketPath: vaultSocket(layout), agent: false, headers: { host: 'localhost', [INTERNAL_HEADERS.mac]: mac }, signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (status !== 200) throw new Error(`the vault answered ${status}`);
  return KeyVersions.parse(JSON.parse(text));
}

async function ask(options: http.RequestOptions): Promise<{ status: number; text: string }> {
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    http.get(options, resolve).on('error', reject);
  });
  let text = '';
  for await (const chunk of answer.setEncoding('utf8') as AsyncIterable<string>) {
    text += chunk;
    if (text.length > LARGEST_ANSWER) throw new Error('the answer of the vault is too long');
  }
  return { status: answer.statusCode ?? 0, text };
}
