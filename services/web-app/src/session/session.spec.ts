import { ApiError } from '@mateship/client';
import type { SessionResponse } from '@mateship/contracts';
import { Session, type Lock } from './session.js';

const user = { id: 'u', username: 'jo', email: 'jo@example.org', role: 'user' as const, emailVerified: true };
const answer = (accessToken: string, expiresIn = 900): SessionResponse => ({ accessToken, expiresIn, user });
const refused = new ApiError({ code: 'REFRESH_INVALID', message: 'No.', status: 401, requestId: null, details: {}, retryAfter: null });
const noLock: Lock = (task) => task();

describe('Session', () => {
  it('signs in by the cookie when the page is loaded', async () => {
    const session = new Session(() => Promise.resolve(answer('t1')), noLock);
    expect(session.snapshot().status).toBe('unknown');
    expect(await session.restore()).toEqual({ status: 'signed-in', user });
    expect(await session.accessToken()).toBe('t1');
  });

  it('is signed out, without having ended, when there is no cookie', async () => {
    const session = new Session(() => Promise.reject(refused), noLock);
    expect(await session.restore()).toEqual({ status: 'signed-out', reason: 'absent' });
    expect(await session.accessToken()).toBeNull();
  });

  it('asks once, however many wait for the answer', async () => {
    const refresh = jest.fn(() => Promise.resolve(answer('t1')));
    const session = new Session(refresh, noLock);
    await Promise.all([session.renew(), session.renew(), session.restore()]);
    expect(refresh).toHaveBeenCalledTimes(1);
    await session.renew();
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('renews a token that is about to end before it is used', async () => {
    let now = 0;
    const tokens = [answer('t2', 900)];
    const session = new Session(() => Promise.resolve(tokens.shift() ?? answer('t3')), noLock, () => now);
    session.begin(answer('t1', 60));
    expect(await session.accessToken()).toBe('t1');
    now = 31_000;
    expect(await session.accessToken()).toBe('t2');
  });

  it('ends when the server refuses to renew', async () => {
    const session = new Session(() => Promise.reject(refused), noLock);
    session.begin(answer('t1'));
    expect(await session.renew()).toBe(false);
    expect(session.snapshot()).toEqual({ status: 'signed-out', reason: 'ended' });
  });

  it('stays as it is when the server cannot be reached', async () => {
    const session = new Session(() => Promise.reject(new TypeError('offline')), noLock);
    await expect(session.restore()).rejects.toThrow('offline');
    expect(session.snapshot().status).toBe('unknown');
    session.begin(answer('t1', 1));
    expect(await session.accessToken()).toBe('t1');
  });

  it('refreshes inside the lock that all tabs share', async () => {
    const order: string[] = [];
    const lock: Lock = async (task) => {
      order.push('lock');
      const result = await task();
      order.push('unlock');
      return result;
    };
    const refresh = () => {
      order.push('refresh');
      return Promise.resolve(answer('t1'));
    };
    await new Session(refresh, lock).renew();
    expect(order).toEqual(['lock', 'refresh', 'unlock']);
  });

  it('tells its listeners and forgets the token when the person leaves', async () => {
    const session = new Session(() => Promise.resolve(answer('t1')), noLock);
    const listener = jest.fn();
    const leave = session.subscribe(listener);
    session.begin(answer('t1'));
    session.end('asked');
    leave();
    session.begin(answer('t2'));
    expect(listener).toHaveBeenCalledTimes(2);
    session.end('asked');
    expect(await session.accessToken()).toBeNull();
  });
});
