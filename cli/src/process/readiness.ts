import http from 'node:http';

const TIMEOUT_MS = 3_000;

/** Asks a service through its Unix socket whether it is ready. Never rejects. */
export function isReady(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = http.get({ socketPath, path: '/health/ready', headers: { host: 'localhost' }, timeout: TIMEOUT_MS, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}
