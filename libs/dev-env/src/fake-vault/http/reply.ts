import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { VaultError, type Answer } from '../protocol.js';

/** An answer that is ready to be sent. */
export interface Reply {
  status: number;
  /** Undefined sends no body. */
  body?: unknown;
}

/** Puts an answer into the envelope of every Vault response. */
export function envelope(answer: Answer | null): Reply {
  if (answer === null) return { status: 204 };
  if (answer.bare) return { status: answer.status ?? 200, body: answer.bare };
  if (answer.empty !== undefined) return { status: answer.empty };
  const { data = null, auth = null, wrapInfo = null, lease, warnings } = answer;
  return {
    status: answer.status ?? 200,
    body: {
      request_id: randomUUID(),
      lease_id: lease?.id ?? '',
      renewable: lease?.renewable ?? false,
      lease_duration: lease?.seconds ?? 0,
      data,
      wrap_info: wrapInfo,
      warnings: warnings && warnings.length > 0 ? warnings : null,
      auth,
    },
  };
}

/** The body of an error. What is no Vault error is a fault of the server. */
export function errorReply(error: unknown): Reply {
  if (error instanceof VaultError) return { status: error.status, body: { errors: error.errors } };
  return { status: 500, body: { errors: [`1 error occurred:\n\t* ${error instanceof Error ? error.message : String(error)}\n\n`] } };
}

/** Sends it. */
export function send(response: ServerResponse, { status, body }: Reply): void {
  if (response.destroyed) return;
  response.setHeader('cache-control', 'no-store');
  if (body === undefined) return void response.writeHead(status).end();
  const json = Buffer.from(`${JSON.stringify(body)}\n`);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': json.length }).end(json);
}
