import { createTestApp, type TestApp } from '@mateship/app-sdk/testing';
import { app } from '../../app.js';
import { SearchOutput } from './search.contract.js';

let running: TestApp;
beforeAll(async () => {
  running = await createTestApp(app);
});
afterAll(() => running.stop());

async function search(query: string, limit?: number) {
  return SearchOutput.parse(await running.call('search', { query, ...(limit === undefined ? {} : { limit }) })).results;
}

describe("on the project's own documentation", () => {
  it.each([
    ['on which listener does a route answer', 'libs/service-kit/README.md'],
    ['BM25 search over the documentation', 'services/apps/support/README.md'],
    ['how do I write my own app', 'write-a-skill-app.md'],
    ['how do I start the server', 'run-it.md'],
    ['the server does not start, what can I do', 'troubleshooting.md'],
    ['use the OpenAI client', 'use-the-api.md'],
  ])('finds for "%s" a passage of %s', async (query, file) => {
    expect((await search(query)).map((result) => result.file)).toContainEqual(expect.stringContaining(file));
  });

  it('gives five passages unless told otherwise', async () => {
    expect(await search('app')).toHaveLength(5);
    expect(await search('app', 2)).toHaveLength(2);
  });

  it('gives an empty list when nothing fits', async () => {
    expect(await search('zzzzqqqq')).toEqual([]);
  });
});

it.each([{}, { query: '' }, { query: '   ' }, { query: 'x'.repeat(501) }, { query: 'a', limit: 0 }, { query: 'a', limit: 11 }, { query: 'a', more: 1 }])(
  'refuses %j',
  async (input) => {
    await expect(running.call('search', input)).rejects.toMatchObject({ status: 400 });
  },
);
