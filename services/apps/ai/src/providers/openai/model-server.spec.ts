import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { ModelServer } from './model-server.js';

describe('ModelServer', () => {
  it('goes through the proxy that the process is told to use', async () => {
    const asked: string[] = [];
    const proxy = http.createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      request.resume();
      response.end('{}');
    });
    await once(proxy.listen(0, '127.0.0.1'), 'listening');
    const restore = http.setGlobalProxyFromEnv({ http_proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` });
    try {
      const answer = await new ModelServer({ baseUrl: 'http://models.test/v1' }).open({}, AbortSignal.timeout(5_000));
      answer.resume();
      expect([answer.statusCode, asked]).toEqual([200, ['POST http://models.test/v1/chat/completions']]);
    } finally {
      restore();
      proxy.closeAllConnections();
      proxy.close();
    }
  });
});
