import type { IncomingHttpHeaders } from 'node:http';
import { PassThrough, type Writable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Dispatcher } from 'undici';
import { DomainError } from '@mateship/contracts';
import { errorOf } from './app-errors.js';

const PASSED_ON = ['content-type', 'content-length'];
const MAX_ERROR_CHARACTERS = 64_000;

/** Opens our answer for what an app sends with these headers. */
export type Accept = (headers: IncomingHttpHeaders) => Writable;

/** Begins our own answer with what the app says about its body. */
export function acceptInto(reply: FastifyReply): Accept {
  return (headers) => {
    const described = PASSED_ON.filter((name) => headers[name] !== undefined).map((name) => [name, headers[name]]);
    const answer = { ...reply.getHeaders(), ...Object.fromEntries(described) };
    reply.hijack();
    return reply.raw.writeHead(200, answer);
  };
}

/**
 * Lets an app's answer flow into ours as bytes, with back-pressure and nothing in between. Resolves once it has begun,
 * with what resolves when it is over; an error answer is read and thrown as ours.
 */
export async function relay(pool: Dispatcher, request: Dispatcher.RequestOptions, accept: Accept): Promise<{ over: Promise<void> }> {
  const begun = Promise.withResolvers<void>();
  let refusal: Promise<DomainError> | undefined;
  const sent = pool.stream(request, ({ statusCode, headers }) => {
    if (statusCode === 200) {
      begun.resolve();
      return accept(headers);
    }
    const body = new PassThrough();
    refusal = readError(body);
    return body;
  });
  await Promise.race([begun.promise, sent]).catch((error: unknown) => {
    if (!refusal) throw error;
  });
  if (refusal) throw await refusal;
  // An answer that has begun can only be broken off, and that has happened.
  return { over: sent.then(nothing, nothing) };
}

function nothing(): void {}

async function readError(body: PassThrough): Promise<DomainError> {
  let text = '';
  for await (const chunk of body) {
    text += String(chunk);
    if (text.length > MAX_ERROR_CHARACTERS) break;
  }
  try {
    return errorOf(JSON.parse(text));
  } catch {
    return new DomainError('SKILL_BAD_RESPONSE');
  }
}
