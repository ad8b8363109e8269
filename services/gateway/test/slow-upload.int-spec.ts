import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FileInfo } from '@mateship/contracts';
import { TestGateway } from './support/gateway.js';

const LIMIT_MS = 300;

describe('an upload from somebody with a slow line', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await TestGateway.start({ requestTimeoutMs: LIMIT_MS });
  });
  afterAll(() => gateway.stop());

  const send = async (route: string, type: string, parts: string[]) => {
    const { token } = await gateway.caller();
    const slowly = async function* () {
      for (const part of parts) {
        yield Buffer.from(part);
        await sleep((5 * LIMIT_MS) / parts.length);
      }
    };
    const init = { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': type }, body: Readable.toWeb(Readable.from(slowly())), duplex: 'half' };
    const response = await fetch(gateway.url + route, init as RequestInit);
    return { status: response.status, body: (await response.json()) as FileInfo };
  };

  it('may take many times as long as other requests', async () => {
    const letters = Array.from({ length: 50 }, () => 'a'.repeat(1_000));
    const { status, body } = await send('/v1/files', 'multipart/form-data; boundary=b', ['--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n', ...letters, '\r\n--b--\r\n']);
    expect([status, body.size]).toEqual([201, 50_000]);
  });
});
