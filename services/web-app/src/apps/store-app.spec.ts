import { QueryClient } from '@tanstack/react-query';
import { sampleApp } from '../../test/sample-apps.js';
import { queryKeys } from '../app/query-keys.js';
import { storeApp } from './store-app.js';

const [maps, radio] = [sampleApp({ name: 'Maps' }), sampleApp({ name: 'Radio' })];

describe('storeApp', () => {
  it('puts the answer in the place of what was known of the app', async () => {
    const queries = new QueryClient();
    queries.setQueryData(queryKeys.adminApps, { items: [maps, radio] });
    await storeApp(queries, { ...maps, pinned: true });
    expect(queries.getQueryData(queryKeys.adminApps)).toEqual({ items: [{ ...maps, pinned: true }, radio] });
  });

  it('adds no app that the list does not have', async () => {
    const queries = new QueryClient();
    queries.setQueryData(queryKeys.adminApps, { items: [radio] });
    await storeApp(queries, maps);
    expect(queries.getQueryData(queryKeys.adminApps)).toEqual({ items: [radio] });
  });

  it('makes no list of one app before the list is there', async () => {
    const queries = new QueryClient();
    await storeApp(queries, maps);
    expect(queries.getQueryData(queryKeys.adminApps)).toBeUndefined();
  });

  it('drops an older list that is still on its way', async () => {
    const queries = new QueryClient();
    queries.setQueryData(queryKeys.adminApps, { items: [maps] });
    let answerLate = () => {};
    const late = queries.fetchQuery({ queryKey: queryKeys.adminApps, staleTime: 0, queryFn: () => new Promise((resolve) => (answerLate = () => resolve({ items: [maps] }))) }).catch(() => undefined);
    await storeApp(queries, { ...maps, pinned: true });
    answerLate();
    await late;
    expect(queries.getQueryData(queryKeys.adminApps)).toEqual({ items: [{ ...maps, pinned: true }] });
  });
});
