import { DomainError, type ErrorCode } from '@mateship/contracts';
import type { AppEndpoint } from './runtime/app-runtime.js';
import { SkillBreakers } from './skill-breakers.js';

/** One start of an app. */
const aStart = (): AppEndpoint => ({ target: 'unix:/run/app.sock', secret: Buffer.alloc(32) });

describe('SkillBreakers', () => {
  let breakers: SkillBreakers;
  let pdf: AppEndpoint;
  let calls: number;

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['performance'] });
    breakers = new SkillBreakers();
    pdf = aStart();
    calls = 0;
  });
  afterEach(() => jest.useRealTimers());

  const attempt = async (error: Error | null, app = pdf) =>
    breakers
      .guard(app, async () => {
        calls += 1;
        if (error) throw error;
        return 'done';
      })
      .catch((caught: unknown) => (caught instanceof DomainError ? caught.code : (caught as Error).name));
  const fail = async (times: number, error: Error = new DomainError('APP_UNAVAILABLE')) => {
    for (let time = 0; time < times; time += 1) await attempt(error);
  };

  it('passes on what works and what fails as it is', async () => {
    const fault = new DomainError('PDF_INVALID');
    expect(await breakers.guard(pdf, async () => 5)).toBe(5);
    await expect(breakers.guard(pdf, () => Promise.reject(fault))).rejects.toBe(fault);
  });

  it('asks an app no more after five failures in a row', async () => {
    await fail(5);
    expect(await attempt(null)).toBe('APP_UNAVAILABLE');
    expect(calls).toBe(5);
  });

  it('says when to come back', async () => {
    await fail(5);
    await expect(breakers.guard(pdf, async () => 5)).rejects.toMatchObject({ code: 'APP_UNAVAILABLE', retryAfter: 30 });
  });

  it('does not mind four failures and a success', async () => {
    await fail(4);
    await attempt(null);
    await fail(4);
    expect(await attempt(null)).toBe('done');
  });

  it('leaves other apps alone, and the next start of the same one', async () => {
    await fail(5);
    expect(await attempt(null, aStart())).toBe('done');
  });

  it('tries one call after half a minute, and trusts the app again when it works', async () => {
    await fail(5);
    jest.advanceTimersByTime(30_001);
    expect(await attempt(null)).toBe('done');
    await fail(4);
    expect(await attempt(null)).toBe('done');
  });

  it('closes again at once when that call fails', async () => {
    await fail(5);
    jest.advanceTimersByTime(30_001);
    await fail(1);
    await attempt(null);
    expect(calls).toBe(6);
  });

  it.each<ErrorCode>(['PDF_INVALID', 'VALIDATION_FAILED', 'SKILL_TIMEOUT', 'APP_WAKING', 'INSUFFICIENT_CREDITS'])('does not hold %s against an app', async (code) => {
    await fail(20, new DomainError(code));
    expect(await attempt(null)).toBe('done');
  });

  it.each(['AbortError', 'TimeoutError'])('does not hold it against an app that a caller left: %s', async (name) => {
    await fail(20, Object.assign(new Error('left'), { name }));
    expect(await attempt(null)).toBe('done');
  });

  it.each([['a lost connection', new Error('socket hang up')], ['nonsense', new DomainError('SKILL_BAD_RESPONSE')]])('holds %s against an app', async (_what, error) => {
    await fail(5, error);
    expect(await attempt(null)).toBe('APP_UNAVAILABLE');
  });
});
