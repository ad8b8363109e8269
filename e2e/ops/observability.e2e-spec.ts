import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { firstAdmin, type Person } from '../support/person.js';
import { Platform } from '../support/platform.js';

interface LogLine {
  timestamp: string;
  service_name: string;
  trace_id: string | null;
  level: string;
  message: string;
  context: Record<string, unknown>;
}

describe('what an admin can observe', () => {
  let platform: Platform;
  let ana: Person;

  beforeAll(async () => {
    platform = await Platform.start();
    ana = await firstAdmin(platform);
  });

  afterAll(() => platform.destroy());

  const logOf = async (service: string): Promise<LogLine[]> => {
    const text = await readFile(path.join(platform.dataDir, 'logs', `${service}.log`), 'utf8');
    return text.trim().split('\n').map((line) => JSON.parse(line) as LogLine);
  };

  /** Asks a service on its internal socket. */
  const internal = (socket: string, route: string): Promise<{ status: number; body: string }> =>
    new Promise((resolve, reject) => {
      http
        .get({ socketPath: path.join(platform.dataDir, 'run', socket), path: route, agent: false }, (response) => {
          let body = '';
          response.on('data', (chunk) => (body += chunk)).on('end', () => resolve({ status: response.statusCode ?? 0, body }));
        })
        .on('error', reject);
    });

  it('every log line is one JSON object with the same fields', async () => {
    for (const service of ['gateway', 'vault']) {
      for (const line of await logOf(service)) {
        expect(Object.keys(line)).toEqual(['timestamp', 'service_name', 'trace_id', 'level', 'message', 'context']);
        expect(Number.isNaN(Date.parse(line.timestamp))).toBe(false);
      }
    }
  });

  it('one trace id leads from the caller through the gateway into the app', async () => {
    const trace = randomBytes(16).toString('hex');
    const file = await ana.client.files.upload({ content: new Blob(['%PDF-1.7 broken']), name: 'broken.pdf' });
    const response = await ana.fetch('/v1/pdf/extract', {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: `00-${trace}-${randomBytes(8).toString('hex')}-01` },
      body: JSON.stringify({ fileId: file.id }),
    });
    expect(response.status).toBe(422);
    const services = (await logOf('gateway')).filter((line) => line.trace_id === trace).map((line) => line.service_name);
    expect(new Set(services)).toEqual(new Set(['gateway', 'app-pdf']));
  });

  it('gives every answer a request id, and takes a well-formed one from the caller', async () => {
    const own = await fetch(`${platform.url}/health`, { headers: { 'x-request-id': 'my-request-1' } });
    expect(own.headers.get('x-request-id')).toBe('my-request-1');
    const odd = await fetch(`${platform.url}/health`, { headers: { 'x-request-id': 'x'.repeat(500) } });
    expect(odd.headers.get('x-request-id')).toMatch(/^[\w-]{8,64}$/);
  });

  it('says that it is alive, ready and healthy, and what it depends on', async () => {
    for (const route of ['/health', '/health/live', '/health/ready']) expect((await fetch(platform.url + route)).status).toBe(200);
    expect(await (await fetch(`${platform.url}/health`)).json()).toMatchObject({ status: 'ok', service: 'gateway', dependencies: { database: { status: 'up' }, vault: { status: 'up' } } });
  });

  it('gives metrics on the internal listener alone', async () => {
    expect((await fetch(`${platform.url}/metrics`)).status).toBe(404);
    const metrics = await internal('gateway.sock', '/metrics');
    expect(metrics.status).toBe(200);
    expect(metrics.body).toMatch(/^# HELP /m);
    expect(metrics.body).toContain('route="/v1/auth/login"');
    expect(metrics.body).not.toContain(ana.username);
  });

  it('keeps the routes of the inner listeners off the public one', async () => {
    for (const route of ['/apps/v1/files/x', '/internal/v1/keys/open', '/docs', '/api-json']) expect((await fetch(platform.url + route)).status).toBe(404);
    expect((await internal('gateway.sock', '/v1/credits')).status).toBe(404);
  });
});
