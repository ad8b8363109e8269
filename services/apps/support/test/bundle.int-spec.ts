import { loadManifest } from '@mateship/app-sdk';
import { startBundle } from '@mateship/app-sdk/testing';
import { app } from '../src/app.js';

it('answers from the index that lies beside the bundle', async () => {
  const bundle = await startBundle(process.cwd(), loadManifest(app), { withSecret: true });
  const answer = await bundle.client.call('search', { query: 'on which listener does a route answer' });
  expect(answer).toMatchObject({ results: expect.arrayContaining([expect.objectContaining({ file: 'libs/service-kit/README.md' })]) as unknown });
  expect(await bundle.terminate()).toBe(0);
});
