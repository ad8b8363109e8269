import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.txt': 'text/plain' };

/** The strictest policy the page promises to work under. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Files of the built page; every other path gets index.html, since the page has its own routes. */
export async function serveStatic(folder: string | undefined, path: string, response: ServerResponse): Promise<void> {
  if (!folder) return void response.writeHead(404).end();
  const file = extname(path) ? normalize(path) : '/index.html';
  try {
    const body = await readFile(join(folder, file));
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-security-policy': POLICY, 'cache-control': 'no-store' }).end(body);
  } catch {
    response.writeHead(404).end();
  }
}
