import http from 'node:http';
import { requestAddress } from '@mateship/service-kit';

/** Whether `unix:/path` or `host:port` answers 200 to a GET of the path in time. */
export function answersHealth(target: string, path: string, withinMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const request = http.get({ ...requestAddress(target), path, agent: false }, (response) => {
    response.on('error', () => undefined).resume();
    resolve(response.statusCode === 200);
  });
  // A server that takes the connection and says nothing, or one piece a second, counts as silent too.
  const timer = setTimeout(() => request.destroy(), withinMs);
  request.on('error', () => undefined);
  request.on('close', () => {
    clearTimeout(timer);
    resolve(false);
  });
  return promise;
}
