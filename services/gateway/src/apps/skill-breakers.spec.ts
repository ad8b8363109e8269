import { DomainError } from '@mateship/contracts';
import { SkillBreakers } from './skill-breakers.js';

const endpoint = () => ({ target: 'unix:/run/app.sock', secret: Buffer.alloc(32) });
const fails = (error: Error) => () => Promise.reject(error);
const works = () => Promise.resolve('answer');

describe('SkillBreakers', () => {
  const breakers = new SkillBreakers();

  async function failFiveTimes(at: ReturnType<typeof endpoint>, error: Error): Promise<void> {
    for (let call = 0; call < 5; call += 1) await expect(breakers.guard(at, fails(error))).rejects.toBe(error);
  }

  it.each([['a broken connection', new Error('socket hang up')], ['nonsense', new DomainError('SKILL_BAD_RESPONSE')]])('stops calling an app that answered five times with %s', async (_what, error) => {
    const app = endpoint();
    await failFiveTimes(app, error);
    await expect(breakers.guard(app, works)).rejects.toMatchObject({ code: 'APP_UNAVAILABLE', retryAfter: 30 });
  });

  it('calls the next start of an app at once', async () => {
    await failFiveTimes(endpoint(), new Error('socket hang up'));
    await expect(breakers.guard(endpoint(), works)).resolves.toBe('answer');
  });

  it.each([['refuses', new DomainError('PDF_INVALID')], ['is told to stop', Object.assign(new Error('cancelled'), { name: 'AbortError' })]])('goes on calling an app that %s', async (_what, error) => {
    const app = endpoint();
    await failFiveTimes(app, error);
    await expect(breakers.guard(app, works)).resolves.toBe('answer');
  });

  it('forgets failures that a success follows', async () => {
    const app = endpoint();
    for (let round = 0; round < 3; round += 1) {
      for (let call = 0; call < 4; call += 1) await expect(breakers.guard(app, fails(new Error('away')))).rejects.toThrow('away');
      await expect(breakers.guard(app, works)).resolves.toBe('answer');
    }
  });
});
