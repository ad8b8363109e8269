import type { ExecutionContext } from '@nestjs/common';
import { INTERNAL_HEADERS } from '@mateship/contracts';
import { HealthController } from '../health/health.controller.js';
import { MetricsController } from '../metrics/metrics.controller.js';
import { CallerGuard } from './caller.guard.js';
import { deriveMacKey, sha256hex } from './mac-key.js';
import { signRequest } from './sign-request.js';

const secret = 's'.repeat(43);
const body = Buffer.from('{"a":1}');
class KeysController {}

/** What Nest hands to a guard, as far as it looks. */
function context(request: { mac?: string | undefined; body?: unknown }, controller: unknown = KeysController): ExecutionContext {
  const received = { method: 'POST', originalUrl: '/v1/x?y=1', headers: request.mac === undefined ? {} : { [INTERNAL_HEADERS.mac]: request.mac }, body: request.body };
  return { getClass: () => controller, switchToHttp: () => ({ getRequest: () => received }) } as unknown as ExecutionContext;
}

function sign({ direction = 'gateway->vault', audience = 'vault', key = secret, signed = body } = {}): string {
  return signRequest(deriveMacKey(Buffer.from(key), direction), { method: 'POST', path: '/v1/x?y=1', audience, bodyHash: sha256hex(signed) });
}

describe('CallerGuard', () => {
  let guard: CallerGuard;
  beforeEach(() => (guard = new CallerGuard({ secret, direction: 'gateway->vault', audience: 'vault' })));
  const untrusted = expect.objectContaining({ code: 'CALLER_UNTRUSTED' });

  it('lets the trusted caller through, once for each signature', () => {
    const mac = sign();
    expect(guard.canActivate(context({ mac, body }))).toBe(true);
    expect(() => guard.canActivate(context({ mac, body }))).toThrow(untrusted);
  });

  it('lets a request without a body through', () => {
    expect(guard.canActivate(context({ mac: sign({ signed: Buffer.alloc(0) }) }))).toBe(true);
  });

  it.each([
    ['is not signed', {}],
    ['was signed for another service', { mac: sign({ audience: 'updater' }), body }],
    ['was signed in another direction', { mac: sign({ direction: 'updater->vault' }), body }],
    ['was signed with another secret', { mac: sign({ key: 'x'.repeat(43) }), body }],
    ['has another body', { mac: sign(), body: Buffer.from('{"a":2}') }],
    ['has a body that was parsed', { mac: sign(), body: { a: 1 } }],
  ])('refuses a request that %s', (_what, request) => {
    expect(() => guard.canActivate(context(request))).toThrow(untrusted);
  });

  it.each([HealthController, MetricsController])('leaves %p open', (controller) => {
    expect(guard.canActivate(context({}, controller))).toBe(true);
  });
});
