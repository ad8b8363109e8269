import { ApiError } from '@mateship/client';
import { xhrUpload } from './xhr-upload.js';

/** As much of XMLHttpRequest as an upload needs, played by the test. */
class FakeRequest {
  static last: FakeRequest;
  readonly upload: { onprogress?: (event: { lengthComputable: boolean; loaded: number; total: number }) => void } = {};
  readonly sent: unknown[] = [];
  readonly headers: Record<string, string> = {};
  status = 0;
  responseText = '';
  onload = () => {};
  onerror = () => {};
  onabort = () => {};

  constructor() {
    FakeRequest.last = this;
  }
  open = (...call: unknown[]) => void this.sent.push(call);
  setRequestHeader = (name: string, value: string) => void (this.headers[name] = value);
  getResponseHeader = (name: string) => (name === 'x-request-id' ? 'request-1' : null);
  send = (form: unknown) => void this.sent.push(form);
  abort = () => this.onabort();
  answer(status: number, text: string): void {
    Object.assign(this, { status, responseText: text });
    this.onload();
  }
}

const XHR = globalThis.XMLHttpRequest;
beforeEach(() => Object.assign(globalThis, { XMLHttpRequest: FakeRequest }));
afterEach(() => Object.assign(globalThis, { XMLHttpRequest: XHR }));

function start(more: Partial<Parameters<typeof xhrUpload>[0]> = {}) {
  const form = new FormData();
  const answer = xhrUpload({ url: '/v1/files', headers: { authorization: 'Bearer t' }, form, ...more });
  return { form, answer, request: FakeRequest.last };
}

describe('xhrUpload', () => {
  it('posts the form with its headers and gives what the server answered', async () => {
    const { form, answer, request } = start();
    request.answer(201, '{"id":"f"}');
    expect(await answer).toEqual({ id: 'f' });
    expect(request.sent).toEqual([['POST', '/v1/files'], form]);
    expect(request.headers).toEqual({ authorization: 'Bearer t' });
  });

  it('tells how much has been sent, where that is known', async () => {
    const parts: number[] = [];
    const { answer, request } = start({ onProgress: (part) => void parts.push(part) });
    request.upload.onprogress?.({ lengthComputable: false, loaded: 1, total: 0 });
    request.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 4 });
    request.answer(201, '{}');
    await answer;
    expect(parts).toEqual([0.25]);
  });

  it('passes on a refusal with its code', async () => {
    const { answer, request } = start();
    request.answer(413, JSON.stringify({ error: { code: 'FILE_TOO_LARGE', message: 'Too large.', requestId: 'r', details: {} } }));
    await expect(answer).rejects.toMatchObject({ code: 'FILE_TOO_LARGE', status: 413, message: 'Too large.' });
  });

  it('fails, rather than waiting for ever, when something before the server answers with a page', async () => {
    const { answer, request } = start();
    request.answer(200, '<html>Log in to the network</html>');
    await expect(answer).rejects.toBeInstanceOf(ApiError);
    await expect(answer).rejects.toMatchObject({ code: 'BAD_RESPONSE', requestId: 'request-1' });
  });

  it('says that the line dropped in the way fetch does', async () => {
    const { answer, request } = start();
    request.onerror();
    await expect(answer).rejects.toBeInstanceOf(TypeError);
  });

  it('stops when the file is taken out', async () => {
    const stop = new AbortController();
    const { answer } = start({ signal: stop.signal });
    stop.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('does not begin when the file is out already', async () => {
    const before = FakeRequest.last;
    await expect(start({ signal: AbortSignal.abort() }).answer).rejects.toMatchObject({ name: 'AbortError' });
    expect(FakeRequest.last).toBe(before);
  });
});
