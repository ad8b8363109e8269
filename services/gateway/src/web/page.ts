import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pagePolicy, SHARE_PAGE_HEADERS } from './security-headers.js';

/** Where index.html wants the nonce. It is an action of a Caddy template, since Caddy serves the same file in containers. */
const NONCE_PLACE = '{{placeholder `http.request.uuid`}}';
const NONCE_BYTES = 16;

/** One answer with the page; no other one carries its nonce. */
export interface PageAnswer {
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** Reads index.html once, and gives what makes an answer of it. */
export function loadPage(folder: string): () => PageAnswer {
  const index = path.join(folder, 'index.html');
  const [before, after, ...more] = readPage(folder, 'index.html').split(NONCE_PLACE);
  if (before === undefined || after === undefined || more.length > 0) throw new Error(`${index} is of another version: it must hold ${NONCE_PLACE} once.`);
  return () => {
    const nonce = randomBytes(NONCE_BYTES).toString('base64url');
    return {
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': pagePolicy(nonce) },
      body: `${before}${nonce}${after}`,
    };
  };
}

/** Reads the page of shared chats. It is the same for every link, so that whoever only looks at it learns nothing. */
export function loadSharePage(folder: string): PageAnswer {
  return { headers: SHARE_PAGE_HEADERS, body: readPage(folder, 'share.html') };
}

function readPage(folder: string, name: string): string {
  const file = path.join(folder, name);
  if (!existsSync(file)) throw new Error(`The web client is not built: ${folder} holds no ${name}.`);
  return readFileSync(file, 'utf8');
}
