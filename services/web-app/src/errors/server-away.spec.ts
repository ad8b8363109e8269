import { ApiError } from '@mateship/client';
import { fetchOrAway, isAway, isServerThere, part, ServerAway } from './server-away.js';

const refusal = (code: string, status: number) => new ApiError({ code, message: 'No.', status, requestId: null, details: {}, retryAfter: null });
const answer = (make: () => Promise<Response>) => jest.spyOn(globalThis, 'fetch').mockImplementation(make);

afterEach(() => jest.restoreAllMocks());

describe('isAway', () => {
  it.each([
    [new ServerAway('Failed to fetch'), true],
    [refusal('SHUTTING_DOWN', 503), true],
    [refusal('BAD_RESPONSE', 502), true],
    [refusal('BAD_RESPONSE', 504), true],
    [refusal('BAD_RESPONSE', 500), false],
    [refusal('DATABASE_UNAVAILABLE', 503), false],
    [refusal('NOT_FOUND', 404), false],
    [new TypeError('x is undefined'), false],
    [undefined, false],
  ])('of %p is %p', (error, away) => {
    expect(isAway(error)).toBe(away);
  });
});

describe('fetchOrAway', () => {
  it('gives answers as they are', async () => {
    answer(() => Promise.resolve(new Response('there', { status: 500 })));
    expect((await fetchOrAway('/v1/chat')).status).toBe(500);
  });

  it('names a server that does not answer, and lets an aborted request be one', async () => {
    answer(() => Promise.reject(new TypeError('Failed to fetch')));
    await expect(fetchOrAway('/v1/chat')).rejects.toBeInstanceOf(ServerAway);
    answer(() => Promise.reject(new DOMException('Stop.', 'AbortError')));
    await expect(fetchOrAway('/v1/chat')).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('isServerThere', () => {
  it('says yes only to a good answer', async () => {
    answer(() => Promise.resolve(new Response('{}')));
    expect(await isServerThere()).toBe(true);
    answer(() => Promise.resolve(new Response('', { status: 503 })));
    expect(await isServerThere()).toBe(false);
    answer(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(await isServerThere()).toBe(false);
  });
});

describe('part', () => {
  const missing = new TypeError('Failed to fetch dynamically imported module');

  it('gives what it loads', async () => {
    expect(await part(() => Promise.resolve({ page: 1 }))()).toEqual({ page: 1 });
  });

  it('tells a server that is away from a part that is not there any more', async () => {
    answer(() => Promise.reject(new TypeError('Failed to fetch')));
    await expect(part(() => Promise.reject(missing))()).rejects.toBeInstanceOf(ServerAway);
    answer(() => Promise.resolve(new Response('{}')));
    await expect(part(() => Promise.reject(missing))()).rejects.toBe(missing);
  });

  it('takes a missing style for a missing module, for which the router loads the page again', async () => {
    answer(() => Promise.resolve(new Response('{}')));
    const loading = part(() => Promise.reject(new Error('Unable to preload CSS for /assets/chat.css')))();
    await expect(loading).rejects.toThrow(/^Failed to fetch dynamically imported module: .*chat\.css$/);
  });
});
