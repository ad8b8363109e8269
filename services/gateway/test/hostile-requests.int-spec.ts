import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { TestGateway, type Caller } from './support/gateway.js';

interface Operation {
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, unknown> };
}
interface Fault {
  error: { code: string; details: { fields?: { path: string; message: string }[] } };
}
const { paths } = JSON.parse(readFileSync(path.join(__dirname, '..', 'openapi.json'), 'utf8')) as { paths: Record<string, Record<string, Operation>> };
const operations = Object.entries(paths).flatMap(([route, methods]) => Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${route}`, method: method.toUpperCase(), route, operation })));

/** It answers in the words of another API, and takes what that one takes. */
const FOREIGN = 'POST /v1/chat/completions';
const withBody = operations.filter(({ name, operation }) => operation.requestBody?.content['application/json'] && name !== FOREIGN).map(({ name }) => name);
const lists = operations.filter(({ operation }) => operation.parameters?.some(({ name }) => name === 'cursor')).map(({ route }) => route);
const NOT_THEIRS = { id: randomUUID(), ownerId: randomUUID(), userId: randomUUID(), tenantId: randomUUID(), createdAt: '2020-01-01T00:00:00.000Z', credits: 1e9, balance: '1', isAdmin: true };

describe('every route', () => {
  let gateway: TestGateway;
  let admin: Caller;
  beforeAll(async () => {
    gateway = await TestGateway.start();
    admin = await gateway.caller('admin');
  });
  afterAll(() => gateway.stop());

  const send = async (name: string, body: string, type = 'application/json') => {
    const [method, route] = name.split(' ') as [string, string];
    const response = await fetch(gateway.url + route.replaceAll(/\{\w+\}/g, randomUUID()), { method, headers: { authorization: `Bearer ${admin.token}`, 'content-type': type }, body });
    const text = await response.text();
    return { status: response.status, body: (text ? JSON.parse(text) : null) as Fault };
  };
  const get = async (route: string, query: string) => {
    const { status, code } = await gateway.json('GET', `${route.replaceAll(/\{\w+\}/g, randomUUID())}?${query}`, admin);
    return [status, code];
  };

  it('that takes a body or gives pages is met here', () => {
    expect(withBody.length).toBeGreaterThan(20);
    expect(lists).toEqual(expect.arrayContaining(['/v1/chat', '/v1/shares', '/v1/vault/prompts']));
  });

  it.each(withBody)('%s names each property that is not the caller’s to choose', async (name) => {
    const { status, body } = await send(name, JSON.stringify(NOT_THEIRS));
    expect([status, ['VALIDATION_FAILED', 'UNKNOWN_PROPERTY']]).toEqual([400, expect.arrayContaining([body.error.code])]);
    const unknown = body.error.details.fields?.filter(({ message }) => message === 'is not known').map((field) => field.path);
    expect(unknown).toEqual(Object.keys(NOT_THEIRS));
  });

  const POISON = ['{"__proto__":{"isAdmin":true}}', '{"constructor":{"prototype":{"isAdmin":true}}}', '{"a":[{"__proto__":[]}]}', String.raw`{"\u005f_proto__":{}}`];
  it.each([...withBody, FOREIGN])('%s refuses what poisons a prototype, and what is too deep', async (name) => {
    for (const body of [...POISON, `${'['.repeat(10_000)}${']'.repeat(10_000)}`]) {
      const answer = await send(name, body);
      expect([answer.status, answer.body.error.code.toUpperCase()]).toEqual([400, 'MALFORMED_BODY']);
    }
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it.each([...withBody, FOREIGN])('%s takes nothing but an object', async (name) => {
    for (const body of ['null', '[]', '"x"', '0', 'true', '']) expect([body, (await send(name, body)).status]).toEqual([body, 400]);
  });

  it.each([...withBody, FOREIGN])('%s reads JSON and no other bytes', async (name) => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/octet-stream', 'application/xml']) {
      expect([type, [400, 415]]).toEqual([type, expect.arrayContaining([(await send(name, '{"content":"x"}', type)).status])]);
    }
  });

  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const NO_CURSORS = ['AAAA', "' OR 1=1--", 'x'.repeat(200), encoded(null), encoded({}), encoded([]), encoded(['2020-01-01T00:00:00.000Z', "x' OR 1=1"]), encoded([{ $gt: 0 }, randomUUID()]), encoded(['0000-01-01T00:00:00.000Z', randomUUID()]), encoded(['2020-02-30T00:00:00.000Z', randomUUID()]), encoded(['-infinity', randomUUID()]), encoded(['2020-01-01T00:00:00.000Z', randomUUID(), 1])];
  const ofGateway = lists.filter((route) => !route.startsWith('/v1/vault/'));
  it.each(ofGateway)('%s begins at no cursor that it did not give', async (route) => {
    for (const cursor of NO_CURSORS) expect([cursor, ...(await get(route, `cursor=${encodeURIComponent(cursor)}`))]).toEqual([cursor, 400, 'CURSOR_INVALID']);
  });

  it.each(lists)('%s takes one value for each thing that it is asked, and no order from outside', async (route) => {
    for (const query of ['limit=1&limit=2', 'cursor=a&cursor=b', 'limit=0', 'limit=101', 'limit=-1', 'limit=1e9', 'limit=1;select pg_sleep(5)']) expect([query, ...(await get(route, query))]).toEqual([query, 400, 'VALIDATION_FAILED']);
    for (const query of ['sort=name;select%20pg_sleep(5)', 'order=desc', 'offset=1', 'limit[]=1', 'ownerId=x', '__proto__[x]=1']) expect([query, ...(await get(route, query))]).toEqual([query, 400, 'UNKNOWN_PROPERTY']);
  });
});
