import { APP_PATHS, INTERNAL_HEADERS, type Invocation } from '@mateship/contracts';
import { currentTraceparent, sha256hex, signRequest } from '@mateship/service-kit';
import type { Dispatcher } from 'undici';
import type { AppConnection } from './app-connections.js';

/** The request for one skill call, signed over its body and its invocation. */
export function skillRequest({ audience, macKey }: AppConnection, skillId: string, input: Buffer, call: Invocation): Dispatcher.DispatchOptions {
  const path = APP_PATHS.skill(skillId);
  const invocation = Buffer.from(JSON.stringify(call)).toString('base64url');
  const mac = signRequest(macKey, { method: 'POST', path, audience, bodyHash: sha256hex(input), invocation });
  const headers: Record<string, string> = { 'content-type': 'application/json', [INTERNAL_HEADERS.mac]: mac, [INTERNAL_HEADERS.invocation]: invocation };
  const trace = currentTraceparent();
  if (trace) headers.traceparent = trace;
  return { path, method: 'POST', headers, body: input };
}
