import { randomBytes } from 'node:crypto';
import { DomainError } from '@mateship/contracts';
import { deriveMacKey, sha256hex } from './mac-key.js';
import { MacVerifier } from './mac-verifier.js';
import { signRequest } from './sign-request.js';

const START = Date.UTC(2026, 0, 1);

function pair() {
  const secret = randomBytes(32);
  const key = deriveMacKey(secret, 'gateway->app:pdf');
  const clock = { now: START };
  const request = { method: 'POST', path: '/skills/extract?a=1', bodyHash: sha256hex(Buffer.from('{}')), invocation: 'aW52' };
  return { secret, key, clock, request, verifier: new MacVerifier(key, 'app:pdf', () => clock.now) };
}

function refusal(verify: () => void): string {
  try {
    verify();
    return 'accepted';
  } catch (error) {
    return error instanceof DomainError ? error.code : String(error);
  }
}

function signed({ key, request }: ReturnType<typeof pair>, now = START): string {
  return signRequest(key, { ...request, audience: 'app:pdf', now });
}

it('accepts what was signed for it', () => {
  const setup = pair();
  expect(refusal(() => setup.verifier.verify({ ...setup.request, header: signed(setup) }))).toBe('accepted');
});

it('accepts a request without an invocation', () => {
  const { key, verifier, request } = pair();
  const bare = { ...request, invocation: undefined };
  expect(refusal(() => verifier.verify({ ...bare, header: signRequest(key, { ...bare, audience: 'app:pdf', now: START }) }))).toBe('accepted');
});

it.each([
  ['method', { method: 'GET' }],
  ['path', { path: '/skills/extract?a=2' }],
  ['body', { bodyHash: sha256hex(Buffer.from('{ }')) }],
  ['invocation', { invocation: 'b3Ro' }],
  ['absent invocation', { invocation: undefined }],
])('refuses another %s', (_name, change) => {
  const setup = pair();
  expect(refusal(() => setup.verifier.verify({ ...setup.request, ...change, header: signed(setup) }))).toBe('CALLER_UNTRUSTED');
});

it.each([
  ['none', undefined],
  ['an empty one', ''],
  ['one without a MAC', `v1 ${START} AAAAAAAAAAAAAAAAAAAAAA`],
  ['another version', `v2 ${START} AAAAAAAAAAAAAAAAAAAAAA ${'A'.repeat(43)}`],
  ['a made-up MAC', `v1 ${START} AAAAAAAAAAAAAAAAAAAAAA ${'A'.repeat(43)}`],
  ['a line break inside', `v1 ${START} AAAAAAAAAAA\nAAAAAAAAAA ${'A'.repeat(43)}`],
])('refuses %s as header', (_name, header) => {
  const { verifier, request } = pair();
  expect(refusal(() => verifier.verify({ ...request, header }))).toBe('CALLER_UNTRUSTED');
});

it('refuses a changed time or nonce', () => {
  const setup = pair();
  const [version, time, nonce, mac] = signed(setup).split(' ');
  for (const header of [`${version} ${Number(time) + 1} ${nonce} ${mac}`, `${version} ${time} ${'B'.repeat(22)} ${mac}`]) {
    expect(refusal(() => setup.verifier.verify({ ...setup.request, header }))).toBe('CALLER_UNTRUSTED');
  }
});

it('refuses what was signed for somebody else', () => {
  const { key, request, verifier } = pair();
  const header = signRequest(key, { ...request, audience: 'app:web', now: START });
  expect(refusal(() => verifier.verify({ ...request, header }))).toBe('CALLER_UNTRUSTED');
});

it('refuses a signature by the key of the other direction', () => {
  const { secret, request, verifier } = pair();
  const header = signRequest(deriveMacKey(secret, 'app:pdf->gateway'), { ...request, audience: 'app:pdf', now: START });
  expect(refusal(() => verifier.verify({ ...request, header }))).toBe('CALLER_UNTRUSTED');
});

it.each([
  [60_000, 'accepted'],
  [60_001, 'CALLER_UNTRUSTED'],
  [-5_000, 'accepted'],
  [-5_001, 'CALLER_UNTRUSTED'],
])('treats a request of %i ms of age as %s', (age, outcome) => {
  const setup = pair();
  setup.clock.now = START + age;
  expect(refusal(() => setup.verifier.verify({ ...setup.request, header: signed(setup) }))).toBe(outcome);
});

it('refuses a second use at every moment of the window', () => {
  for (const second of [0, 1, 30_000, 60_000, 64_999]) {
    const setup = pair();
    const header = signed(setup, START + 5_000);
    setup.verifier.verify({ ...setup.request, header });
    for (let passed = 0; passed < 3; passed++) setup.verifier.verify({ ...setup.request, header: signed(setup, setup.clock.now) });
    setup.clock.now = START + second;
    expect(refusal(() => setup.verifier.verify({ ...setup.request, header }))).toBe('CALLER_UNTRUSTED');
  }
});

it('does not spend a nonce on a forged request', () => {
  const setup = pair();
  const header = signed(setup);
  refusal(() => setup.verifier.verify({ ...setup.request, path: '/other', header }));
  expect(refusal(() => setup.verifier.verify({ ...setup.request, header }))).toBe('accepted');
});
