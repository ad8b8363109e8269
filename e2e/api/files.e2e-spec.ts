import { randomUUID } from 'node:crypto';
import { Platform } from '../support/platform.js';
import { firstAdmin, inviteUser, type Person } from '../support/person.js';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

describe('files', () => {
  let platform: Platform;
  let ana: Person;
  let ben: Person;

  beforeAll(async () => {
    platform = await Platform.start();
    ana = await firstAdmin(platform);
    ben = await inviteUser(platform, ana);
  });

  afterAll(() => platform.destroy());

  const upload = async (person: Person, content: Buffer, name: string) => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(content)]), name);
    return person.fetch('/v1/files', { method: 'POST', body: form });
  };
  const codeOf = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code;

  it('gives back exactly the bytes that were uploaded', async () => {
    const content = Buffer.concat([Buffer.from('plain text, then a lot of it\n'), Buffer.alloc(3_000_000, 'zäh ')]);
    const created = await upload(ana, content, 'Notizen.txt');
    expect(created.status).toBe(201);
    const info = (await created.json()) as { id: string; name: string; mime: string; size: number };
    expect(info).toMatchObject({ name: 'Notizen.txt', mime: 'text/plain', size: content.length });
    const response = await ana.fetch(`/v1/files/${info.id}/content`);
    expect(response.headers.get('content-disposition')).toContain('attachment');
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
  });

  it('recognises a file by its bytes, not by its name', async () => {
    const info = (await (await upload(ana, PNG, 'report.pdf')).json()) as { mime: string };
    expect(info.mime).toBe('image/png');
  });

  it.each([
    ['an SVG with a script', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['an HTML page', '<!doctype html><script>alert(1)</script>'],
    ['a program', '\u007fELF\u0000\u0001\u0002'],
    ['nothing', ''],
  ])('refuses %s', async (_what, content) => {
    const response = await upload(ana, Buffer.from(content), 'x.pdf');
    expect([response.status, await codeOf(response)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('refuses more than 25 MB', async () => {
    const response = await upload(ana, Buffer.alloc(26 * 1024 * 1024, 'a'), 'big.txt');
    expect([response.status, await codeOf(response)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['a\u202egpj.pdf', 'agpj.pdf'],
    ['ä'.repeat(300), undefined],
  ])('keeps a name that cannot mislead: %s', async (given, expected) => {
    const info = (await (await upload(ana, Buffer.from('text'), given)).json()) as { name: string };
    if (expected) expect(info.name).toBe(expected);
    expect(Buffer.byteLength(info.name)).toBeLessThanOrEqual(255);
  });

  it('refuses a body that is not multipart', async () => {
    const response = await ana.fetch('/v1/files', { method: 'POST', body: '{"files":[{"filepath":"/etc/passwd"}]}', headers: { 'content-type': 'application/json' } });
    expect([response.status, await codeOf(response)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('refuses multipart without a file, with a cut boundary and with too many parts', async () => {
    const boundary = { 'content-type': 'multipart/form-data; boundary=x' };
    const bodies = ['--x--\r\n', '--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nabc', Array.from({ length: 50 }, () => '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n').join('') + '--x--\r\n'];
    for (const body of bodies) {
      const response = await ana.fetch('/v1/files', { method: 'POST', headers: boundary, body });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
    }
  });

  it('hides a file from everybody but its owner, with the answer of a file that does not exist', async () => {
    const { id } = (await (await upload(ana, Buffer.from('private'), 'private.txt')).json()) as { id: string };
    for (const path of [`/v1/files/${id}`, `/v1/files/${id}/content`]) {
      const foreign = await ben.fetch(path);
      const absent = await ben.fetch(path.replace(id, randomUUID()));
      expect([foreign.status, absent.status]).toEqual([404, 404]);
      expect(await codeOf(foreign)).toBe(await codeOf(absent));
    }
    expect((await ben.fetch(`/v1/files/${id}`, { method: 'DELETE' })).status).toBe(404);
    expect((await ana.fetch(`/v1/files/${id}`)).status).toBe(200);
  });

  it('forgets a deleted file', async () => {
    const { id } = (await (await upload(ana, Buffer.from('short lived'), 'x.txt')).json()) as { id: string };
    expect((await ana.fetch(`/v1/files/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await ana.fetch(`/v1/files/${id}/content`)).status).toBe(404);
  });
});
