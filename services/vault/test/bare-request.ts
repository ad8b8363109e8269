import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

/** One request over a Unix socket without anything that InternalClient adds. */
export async function bareRequest(socketPath: string, options: http.RequestOptions, body?: Buffer): Promise<{ status: number; text: string }> {
  const request = http.request({ socketPath, agent: false, ...options });
  request.end(body);
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  return { status: answer.statusCode!, text: await text(answer) };
}
