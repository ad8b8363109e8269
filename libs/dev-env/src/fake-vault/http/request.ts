import type { IncomingMessage } from 'node:http';
import { parseDuration, type Fields } from '../fields.js';
import { refusal, VaultError, type Operation } from '../protocol.js';
import { LIST_AS } from './list-method.js';

/** A request as far as it can be understood without knowing the server. */
export interface Incoming {
  operation: Operation;
  /** Without /v1/ and query. */
  path: string;
  query: URLSearchParams;
  fields: Fields;
  sentToken: string;
  address: string;
  wrapSeconds: number;
}

const OPERATIONS: Record<string, Operation> = { GET: 'read', HEAD: 'read', [LIST_AS]: 'list', POST: 'write', PUT: 'write', DELETE: 'delete' };

/** Reads a request whole. */
export async function readRequest(request: IncomingMessage): Promise<Incoming> {
  const { method = '', url = '/', headers } = request;
  const { pathname, searchParams } = new URL(url, 'http://vault');
  if (!pathname.startsWith('/v1/')) throw new VaultError(404);
  const operation = method === 'GET' && searchParams.get('list') === 'true' ? 'list' : OPERATIONS[method];
  if (!operation) throw new VaultError(405);
  const body = await bodyOf(request);
  const fields = ['read', 'list', 'delete'].includes(operation) ? { ...Object.fromEntries(searchParams), ...body } : body;
  const bearer = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
  return {
    operation,
    path: decodeURIComponent(pathname.slice('/v1/'.length)),
    query: searchParams,
    fields,
    sentToken: first(headers['x-vault-token']) ?? bearer ?? '',
    address: request.socket.remoteAddress ?? '',
    wrapSeconds: wrapSecondsOf(first(headers['x-vault-wrap-ttl'])),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Fields> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const source = Buffer.concat(parts).toString('utf8').trim();
  if (source === '') return {};
  try {
    const parsed: unknown = JSON.parse(source);
    if (typeof parsed === 'object' && !Array.isArray(parsed)) return (parsed ?? {}) as Fields;
  } catch {
    // The same answer as for JSON that is no object.
  }
  throw refusal('failed to parse JSON input: invalid character looking for beginning of value');
}

function wrapSecondsOf(header: string | undefined): number {
  if (header === undefined || header === '') return 0;
  const seconds = parseDuration(header);
  if (seconds === null) throw refusal(`error parsing X-Vault-Wrap-TTL: time: invalid duration "${header}"`);
  return seconds;
}

const first = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header);
