import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pagePolicy } from './security-headers.js';

/** Where index.html wants the nonce. It is an action of a Caddy template, since Caddy serves the same file in containers. */
const NONCE_PLACE = '{{placeholder `http.request.uuid`}}';
const NONCE_BYTES = 16;

/** One answer with the page; no other one carries its nonce. */
export interface PageAnswer {
  headers: Record<string, string>;
  body: string;
}

/** Reads index.html once, and gives what makes an answer of it. */
export function loadPage(folder: string): () => PageAnswer {
  const index = path.join(folder, 'index.html');
  if (!existsSync(index)) throw new Error(`The web client is not built: ${folder} holds no index.html.`);
  const [before, after, ...more] = readFileSync(index, 'utf8').split(NONCE_PLACE);
  if (before === undefined || after === undefined || more.length > 0) throw new Error(`${index} is of another version: it must hold ${NONCE_PLACE} once.`);
  return () => {
    const nonce = randomBytes(NONCE_BYTES).toString('base64url');
    return {
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': pagePolicy(nonce) },
      body: `${before}${nonce}${after}`,
    };
  };
}
