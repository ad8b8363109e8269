import type { AdminApp } from '@mateship/contracts';

const MEGABYTE = 1024 * 1024;
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

/** An app for a test: asleep unless told; its id follows its name. */
export function sampleApp(fields: Partial<AdminApp> & { name: string }): AdminApp {
  return {
    id: fields.name.toLowerCase(),
    version: '1.0.0',
    publisher: 'mateship',
    description: 'Made for a test.',
    state: 'sleeping',
    skills: ['run'],
    pinned: false,
    idleSeconds: 300,
    memoryBytes: 0,
    cpuPercent: 0,
    lastUsedAt: null,
    lastWakeMs: null,
    restarts: 0,
    attention: null,
    egress: [],
    ...fields,
  };
}

/** One app in each state. */
export function sampleApps(): AdminApp[] {
  return [
    sampleApp({ name: 'AI', state: 'awake', pinned: true, memoryBytes: 112 * MEGABYTE, cpuPercent: 2.4, lastUsedAt: ago(40), lastWakeMs: 640, egress: ['api.anthropic.com:443', 'api.openai.com:443'] }),
    sampleApp({ name: 'Maps', state: 'needs_attention', lastUsedAt: ago(1300), lastWakeMs: 780, restarts: 10, egress: ['tiles.example.org:443'], attention: { since: ago(720), lastLines: LAST_LINES } }),
    sampleApp({ name: 'PDF', state: 'awake', memoryBytes: 204 * MEGABYTE, cpuPercent: 41.7, lastUsedAt: ago(2), lastWakeMs: 412, restarts: 1 }),
    sampleApp({ name: 'Radio', state: 'crashed', lastUsedAt: ago(9), lastWakeMs: 530, restarts: 3 }),
    sampleApp({ name: 'Support', lastUsedAt: ago(7400), lastWakeMs: 388 }),
    sampleApp({ name: 'Web', state: 'waking', egress: ['*.example.org:443'] }),
  ];
}

/** Lines as our logger writes them: a message of two lines, and an error with where it came from. */
export function sampleLog(): string[] {
  const line = (timestamp: string, level: string, message: string, context: object) => JSON.stringify({ timestamp, service_name: 'pdf', trace_id: null, level, message, context });
  const error = { name: 'RangeError', message: 'Page 91 is beyond the end.', stack: 'RangeError: Page 91 is beyond the end.\n    at draw (file:///app/main.mjs:81:9)' };
  return [line('2026-06-15T11:48:01.120Z', 'info', 'two lines\nof one message', {}), line('2026-06-15T11:48:02.007Z', 'error', 'The page could not be drawn.', { requestId: 'request-7', error })];
}

const LAST_LINES = [
  '{"timestamp":"2026-06-15T11:47:58.120Z","service_name":"maps","level":"info","message":"starting"}',
  '{"timestamp":"2026-06-15T11:47:58.431Z","service_name":"maps","level":"error","message":"The secret tiles_key is missing."}',
  'Error: The secret tiles_key is missing.',
  '    at readKey (file:///app/main.mjs:214:11)',
];
