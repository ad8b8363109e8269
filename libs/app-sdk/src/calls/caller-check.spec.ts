import { randomBytes } from 'node:crypto';
import { DomainError, INTERNAL_HEADERS, type Invocation } from '@mateship/contracts';
import { deriveMacKey, sha256hex, signRequest } from '@mateship/service-kit';
import { CallerCheck } from './caller-check.js';

const INVOCATION: Invocation = { runId: 'r', user: 'u', chatId: null, job: 'j', deadline: 1 };
const BODY = Buffer.from('{"a":1}');

interface Signing {
  direction?: string;
  audience?: string;
  invocation?: string;
}

function setup({ direction = 'gateway->app:pdf', audience = 'app:pdf', invocation = encode(INVOCATION) }: Signing = {}) {
  const secret = randomBytes(32);
  const request = { method: 'POST', url: '/skills/extract' };
  const mac = signRequest(deriveMacKey(secret, direction), { method: 'POST', path: request.url, audience, bodyHash: sha256hex(BODY), invocation });
  const headers: Record<string, string> = { [INTERNAL_HEADERS.mac]: mac, [INTERNAL_HEADERS.invocation]: invocation };
  return { check: checkWith(secret), request: { ...request, headers } };
}

function checkWith(secret: Buffer | null): CallerCheck {
  return new CallerCheck({ id: 'pdf', listen: '127.0.0.1:0', gateway: null, secret, secretsFolder: null, dataFolder: null });
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function outcome(act: () => unknown): string {
  try {
    act();
    return 'accepted';
  } catch (error) {
    return error instanceof DomainError ? error.code : String(error);
  }
}

it('reads the invocation of a call by the gateway', () => {
  const { check, request } = setup();
  expect(check.verify(request, BODY)).toEqual(INVOCATION);
});

it('refuses the same call a second time', () => {
  const { check, request } = setup();
  check.verify(request, BODY);
  expect(outcome(() => check.verify(request, BODY))).toBe('CALLER_UNTRUSTED');
});

it.each([
  ['another body', { body: Buffer.from('{"a":2}') }],
  ['another skill', { url: '/skills/screenshot' }],
  ['an added query', { url: '/skills/extract?x=1' }],
  ['another method', { method: 'PUT' }],
])('refuses a signature over %s', (_name, { body = BODY, ...change }: { body?: Buffer; url?: string; method?: string }) => {
  const { check, request } = setup();
  expect(outcome(() => check.verify({ ...request, ...change }, body))).toBe('CALLER_UNTRUSTED');
});

it('refuses an invocation that was swapped for another', () => {
  const { check, request } = setup();
  const headers = { ...request.headers, [INTERNAL_HEADERS.invocation]: encode({ ...INVOCATION, user: 'somebody else' }) };
  expect(outcome(() => check.verify({ ...request, headers }, BODY))).toBe('CALLER_UNTRUSTED');
});

it.each([
  ['made by an app', { direction: 'app:pdf->gateway' }],
  ['made for another app', { audience: 'app:web' }],
  ['made with the key of another app', { direction: 'gateway->app:web' }],
])('refuses a signature %s', (_name, signing) => {
  const { check, request } = setup(signing);
  expect(outcome(() => check.verify(request, BODY))).toBe('CALLER_UNTRUSTED');
});

it.each([
  ['that is no JSON', 'AAAA'],
  ['without a deadline', encode({ ...INVOCATION, deadline: undefined })],
  ['that is empty', ''],
])('refuses an invocation %s, even when it is signed', (_name, invocation) => {
  const { check, request } = setup({ invocation });
  expect(outcome(() => check.verify(request, BODY))).toBe('CALLER_UNTRUSTED');
});

it('refuses everybody when it has no secret', () => {
  const { request } = setup();
  expect(outcome(() => checkWith(null).verify(request, BODY))).toBe('CALLER_UNTRUSTED');
});

it('refuses a header that was sent twice', () => {
  const { check, request } = setup();
  const headers = { ...request.headers, [INTERNAL_HEADERS.mac]: [request.headers[INTERNAL_HEADERS.mac], 'x'] as unknown as string };
  expect(outcome(() => check.verify({ ...request, headers }, BODY))).toBe('CALLER_UNTRUSTED');
});
