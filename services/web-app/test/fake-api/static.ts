import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.txt': 'text/plain' };

/** The strictest policy the page promises to work under. */
const policy = (nonce: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;

/** Files of the built pages; a link to a chat gets share.html and every other path index.html, since the page has its own routes. */
export async function serveStatic(folder: string | undefined, path: string, response: ServerResponse): Promise<void> {
  if (!folder) return void response.writeHead(404).end();
  const file = extname(path) ? normalize(path) : path.startsWith('/s/') ? '/share.html' : '/index.html';
  try {
    const content = await readFile(join(folder, file));
    const nonce = randomBytes(16).toString('base64url');
    const body = file === '/index.html' ? content.toString().replace(/\{\{.+?\}\}/, nonce) : content;
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-security-policy': policy(nonce), 'cache-control': 'no-store' }).end(body);
  } catch {
    response.writeHead(404).end();
  }
}
