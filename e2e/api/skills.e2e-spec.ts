import { randomUUID } from 'node:crypto';
import { firstAdmin, inviteUser, type Person } from '../support/person.js';
import { Platform } from '../support/platform.js';

describe('skills', () => {
  let platform: Platform;
  let ana: Person;
  let ben: Person;
  let key: string;

  beforeAll(async () => {
    platform = await Platform.start({ config: 'gateway:\n  appIdle: 2\n' });
    ana = await firstAdmin(platform);
    ben = await inviteUser(platform, ana);
    key = (await ana.client.apiKeys.create({ name: 'skills', scopes: ['skills'] })).key;
  });

  afterAll(() => platform.destroy());

  const call = (path: string, body: unknown, token = key) =>
    fetch(`${platform.url}/v1/${path}`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: typeof body === 'string' ? body : JSON.stringify(body) });
  const codeOf = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code;
  const stateOf = async (app: string) => (await ana.client.apps.list()).items.find(({ id }) => id === app)?.state;

  it('are listed while their apps sleep', async () => {
    const skills = (await ana.client.skills.list()).items.map(({ app, id }) => `${app}/${id}`);
    expect(skills).toEqual(expect.arrayContaining(['ai/chat', 'pdf/extract', 'pdf/screenshot', 'support/search']));
  });

  it('wake their app on the first call, and it sleeps again when nobody calls', async () => {
    const answer = await call('support/search', { query: 'how do I invite a person' });
    expect(answer.status).toBe(200);
    const { results } = (await answer.json()) as { results: { file: string; heading: string; text: string }[] };
    expect(results.length).toBeGreaterThan(0);
    expect(results[0]).toMatchObject({ file: expect.stringMatching(/\.md$/), heading: expect.any(String) });
    expect(await stateOf('support')).toBe('awake');
    for (let tries = 0; tries < 60 && (await stateOf('support')) !== 'sleeping'; tries += 1) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await stateOf('support')).toBe('sleeping');
  });

  it.each([
    ['a wrong type', { query: 5 }],
    ['a missing field', {}],
    ['an unknown field', { query: 'x', admin: true }],
    ['a list', []],
  ])('refuse input with %s before their app wakes', async (_what, input) => {
    const response = await call('support/search', input);
    expect([response.status, await codeOf(response)]).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('refuse what is not JSON', async () => {
    const response = await call('support/search', '{"query":');
    expect([response.status, await codeOf(response)]).toEqual([400, 'MALFORMED_BODY']);
  });

  it('that do not exist, or are no tools, are not found', async () => {
    for (const path of ['support/nothing', 'nothing/search', 'ai/models', 'ai/preprocess']) expect((await call(path, { query: 'x' })).status).toBe(404);
  });

  it('need the scope for them', async () => {
    const { key: chatOnly } = await ana.client.apiKeys.create({ name: 'chat', scopes: ['chat'] });
    expect((await call('support/search', { query: 'x' }, chatOnly)).status).toBe(403);
    expect((await call('support/search', { query: 'x' }, 'msk_x')).status).toBe(401);
  });

  it('read only files of the caller', async () => {
    const file = await ben.client.files.upload({ content: new Blob(['%PDF-1.4 of ben']), name: 'b.pdf' });
    const foreign = await call('pdf/extract', { fileId: file.id });
    const absent = await call('pdf/extract', { fileId: randomUUID() });
    expect([foreign.status, absent.status]).toEqual([404, 404]);
    expect(await codeOf(foreign)).toBe(await codeOf(absent));
  });

  it('answer a damaged file with what is wrong', async () => {
    const file = await ana.client.files.upload({ content: new Blob(['%PDF-1.4\nthis is no document at all']), name: 'broken.pdf' });
    const response = await call('pdf/extract', { fileId: file.id });
    expect([response.status, await codeOf(response)]).toEqual([422, 'PDF_INVALID']);
  });
});
