import { errorBody, sendJson, serve } from '../../test/echo-server.js';
import { createClient } from '../client.js';

const content = new Blob(['%PDF-1.7']);

describe('files', () => {
  it('uploads as the multipart field "file" and reports the end', async () => {
    const server = await serve((_, response) => sendJson(response, 201, { id: 'f-1' }));
    const parts: number[] = [];
    const client = createClient({ baseUrl: server.url, getAccessToken: () => 'secret' });
    const file = await client.files.upload({ content, name: 'grüße.pdf' }, { onProgress: (part) => parts.push(part) });
    expect(file.id).toBe('f-1');
    expect(parts).toEqual([1]);
    expect(server.seen[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(server.seen[0]?.body).toContain('name="file"; filename="grüße.pdf"');
    await server.stop();
  });

  it('uploads again with a renewed token', async () => {
    let token = 'old';
    const server = await serve((seen, response) => sendJson(response, seen.headers.authorization === 'Bearer new' ? 201 : 401, errorBody('TOKEN_EXPIRED', 'Expired.')));
    const onUnauthorized = () => {
      token = 'new';
      return Promise.resolve(true);
    };
    await createClient({ baseUrl: server.url, getAccessToken: () => token, onUnauthorized }).files.upload({ content, name: 'a.pdf' });
    expect(server.seen).toHaveLength(2);
    expect(server.seen[1]?.body).toContain('%PDF-1.7');
    await server.stop();
  });

  it('throws the refusal of the server', async () => {
    const server = await serve((_, response) => sendJson(response, 413, errorBody('PAYLOAD_TOO_LARGE', 'Too large.')));
    await expect(createClient({ baseUrl: server.url }).files.upload({ content, name: 'a.pdf' })).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
    await server.stop();
  });

  it('sends by the transport it is given', async () => {
    const upload = jest.fn(() => Promise.resolve({ id: 'f-2' }));
    const file = await createClient({ baseUrl: 'http://x', getAccessToken: () => 't', upload }).files.upload({ content, name: 'a.pdf' });
    expect(file.id).toBe('f-2');
    expect(upload).toHaveBeenCalledWith(expect.objectContaining({ url: 'http://x/v1/files', headers: { authorization: 'Bearer t' } }));
  });

  it('gives the bytes of a file', async () => {
    const server = await serve((_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end('bytes'));
    const blob = await createClient({ baseUrl: server.url }).files.content('f-3');
    expect(await blob.text()).toBe('bytes');
    expect(blob.type).toBe('image/png');
    await server.stop();
  });
});
