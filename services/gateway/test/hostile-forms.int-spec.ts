import { TestGateway, type Caller } from './support/gateway.js';

const part = (disposition: string, content = 'x', more = '') => `--x\r\n${more}content-disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`;
const FILE = part('name="file"; filename="a.txt"');
const OF_X = 'multipart/form-data; boundary=x';

/** Forms as bytes, since a client that writes them well cannot send these. */
describe('a form that is uploaded', () => {
  let gateway: TestGateway;
  let me: Caller;
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  beforeEach(async () => {
    me = await gateway.caller();
  });
  afterAll(() => gateway.stop());

  const upload = async (body: string, type = OF_X) => {
    const response = await fetch(`${gateway.url}/v1/files`, { method: 'POST', headers: { authorization: `Bearer ${me.token}`, 'content-type': type }, body });
    const answer = (await response.json()) as { name?: string; error?: { code: string } };
    return [response.status, answer.error?.code ?? answer.name];
  };
  const stored = () => gateway.dataSource.query<{ id: string }[]>('SELECT id FROM file WHERE owner_id = $1', [me.id]);

  it.each([
    ['an empty field name', part('name=""; filename="a.txt"')],
    ['no field name', part('filename="a.txt"')],
    ['its file under another name', part('name="x"; filename="a.txt"')],
  ])('with %s is taken for what it brings', async (_what, body) => {
    expect(await upload(`${body}--x--\r\n`)).toEqual([201, 'a.txt']);
    expect(await stored()).toHaveLength(1);
  });

  it.each<[string, string, string, number, string]>([
    ['no boundary', FILE, 'multipart/form-data', 400, 'MALFORMED_BODY'],
    ['another boundary', FILE, 'multipart/form-data; boundary=y', 400, 'MALFORMED_BODY'],
    ['a boundary of 10 KB', FILE, `multipart/form-data; boundary=${'x'.repeat(10_000)}`, 400, 'MALFORMED_BODY'],
    ['a field where the file belongs', part('name="file"'), OF_X, 413, 'PAYLOAD_TOO_LARGE'],
    ['a field called __proto__', part('name="__proto__"'), OF_X, 413, 'PAYLOAD_TOO_LARGE'],
    ['a file called __proto__', part('name="__proto__"; filename="a.txt"'), OF_X, 400, 'MALFORMED_BODY'],
    ['10,000 fields', part('name="a"').repeat(10_000), OF_X, 413, 'PAYLOAD_TOO_LARGE'],
    ['two files', FILE.repeat(2), OF_X, 413, 'PAYLOAD_TOO_LARGE'],
    ['10,000 files', FILE.repeat(10_000), OF_X, 413, 'PAYLOAD_TOO_LARGE'],
    ['a field behind its file', FILE + part('name="a"'), OF_X, 413, 'PAYLOAD_TOO_LARGE'],
    ['5,000 headers', part('name="file"; filename="a.txt"', 'x', 'a: b\r\n'.repeat(5_000)), OF_X, 400, 'VALIDATION_FAILED'],
    ['nothing', '', OF_X, 400, 'VALIDATION_FAILED'],
  ])('with %s is refused, and nothing of it stays', async (_what, body, type, status, code) => {
    expect(await upload(`${body}--x--\r\n`, type)).toEqual([status, code]);
    expect(await stored()).toEqual([]);
    expect(await upload(`${FILE}--x--\r\n`)).toEqual([201, 'a.txt']);
  });

  it.each([1, 4, 20, 60])('that is cut %i bytes before its end is refused, and nothing of it stays', async (missing) => {
    expect(await upload(`${FILE}--x--\r\n`.slice(0, -missing - 4))).toEqual([400, 'MALFORMED_BODY']);
    expect(await stored()).toEqual([]);
  });
});
