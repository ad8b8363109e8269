import { randomUUID } from 'node:crypto';
import { hasMoto, needing, startTestS3, type TestS3 } from '@mateship/dev-env';
import { BlobStore } from '../src/platform/blob-store.js';
import type { S3BlobStore } from '../src/platform/s3-blob-store.js';
import { FaultyProxy } from './support/faulty-proxy.js';
import { TestGateway, type Caller } from './support/gateway.js';

needing({ what: 'a container engine with the image motoserver/moto:5.1.0', isThere: hasMoto() }, 'files on S3', () => {
  let s3: TestS3;
  let proxy: FaultyProxy;
  let gateway: TestGateway;
  let me: Caller;
  beforeAll(async () => {
    s3 = await startTestS3();
    const bucket = `files-${randomUUID()}`;
    await fetch(`${s3.endpoint}/${bucket}`, { method: 'PUT' });
    proxy = await FaultyProxy.before(s3.endpoint);
    gateway = await TestGateway.start({ blobs: { kind: 's3', endpoint: proxy.url, region: 'us-east-1', bucket, accessKeyId: 'tests', secretKey: 'of the tests' } });
    me = await gateway.caller();
  }, 60_000);
  afterAll(async () => {
    await gateway.stop();
    await proxy.close();
    await s3.close();
  });
  afterEach(() => proxy.mend());

  const upload = async (text: string) => {
    const form = new FormData();
    form.append('file', new Blob([text], { type: 'text/plain' }), 'a note.txt');
    const response = await fetch(`${gateway.url}/v1/files`, { method: 'POST', headers: { authorization: `Bearer ${me.token}` }, body: form });
    return { status: response.status, body: (await response.json()) as { id: string; error?: { code: string } } };
  };
  const store = () => gateway.service.app.get<S3BlobStore>(BlobStore);
  const content = (id: string) => gateway.fetch('GET', `/v1/files/${id}/content`, me);

  it.each([10, 8 * 1024 * 1024])('come back as they were sent, %i letters long, and lie there sealed', async (length) => {
    const text = 'canary '.repeat(length / 7 + 1).slice(0, length);
    const { status, body } = await upload(text);
    expect(status).toBe(201);
    const lies = await (await fetch(await store().presign(body.id, 60))).text();
    expect(lies.length).toBeGreaterThan(0);
    expect(lies).not.toContain('canary');
    expect(await (await content(body.id)).text()).toBe(text);
  });

  it('are gone from the bucket once they are deleted', async () => {
    const { body } = await upload('a note');
    expect((await gateway.fetch('DELETE', `/v1/files/${body.id}`, me)).status).toBe(204);
    expect(await store().get(body.id)).toBeNull();
  });

  it('are unavailable while S3 is away, chats are not, and health says so', async () => {
    const { body } = await upload('a note');
    proxy.fail(/./, 'cut');
    expect(await upload('a'.repeat(8 * 1024 * 1024))).toMatchObject({ status: 503, body: { error: { code: 'BLOBS_UNAVAILABLE' } } });
    expect((await content(body.id)).status).toBe(503);
    expect((await gateway.json('POST', '/v1/chat/message', me, { content: 'hello' })).status).toBe(200);
    const health = await gateway.json<{ status: string; dependencies: Record<string, unknown> }>('GET', '/health', null);
    expect(health).toMatchObject({ status: 200, body: { status: 'degraded', dependencies: { blobs: { status: 'down', needed: false } } } });
    proxy.mend();
    expect(await (await content(body.id)).text()).toBe('a note');
  });
});
