import { once } from 'node:events';
import net from 'node:net';
import { startFakeVault } from '../fake-vault.js';

/** Sends texts on one connection, the next when the answer to the one before is there. */
async function talk(address: string, requests: string[]): Promise<string[]> {
  const { hostname, port } = new URL(address);
  const socket = net.connect(Number(port), hostname);
  const answers: string[] = [];
  for (const request of requests) {
    socket.write(request);
    let answer = '';
    while (!answer.endsWith('}\n')) answer += String((await once(socket, 'data'))[0]);
    answers.push(answer);
  }
  socket.destroy();
  return answers;
}

describe('a connection', () => {
  it('takes LIST, which is no method that Node knows, beside the usual ones', async () => {
    const vault = await startFakeVault();
    try {
      const head = (method: string, path: string) => `${method} /v1/${path} HTTP/1.1\r\nHost: vault\r\nX-Vault-Token: ${vault.rootToken}\r\n`;
      const body = '{"a":"LIST /"}';
      const answers = await talk(vault.address, [
        `${head('LIST', 'sys/policies/acl')}\r\n`,
        `${head('POST', 'sys/wrapping/wrap')}X-Vault-Wrap-TTL: 60\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        `${head('LIST', 'auth/token/accessors')}\r\n`,
      ]);
      expect(answers.map((answer) => answer.split('\r\n')[0])).toEqual(Array(3).fill('HTTP/1.1 200 OK'));
      expect(answers[0]).toContain('"keys":["default","root"]');
    } finally {
      await vault.close();
    }
  });

  it('carries a large body', async () => {
    const vault = await startFakeVault();
    try {
      const headers = { 'x-vault-token': vault.rootToken };
      await fetch(`${vault.address}/v1/sys/mounts/transit`, { method: 'POST', headers, body: JSON.stringify({ type: 'transit' }) });
      const plaintext = Buffer.alloc(1_000_000, 7).toString('base64');
      const encrypted = (await (await fetch(`${vault.address}/v1/transit/encrypt/k`, { method: 'POST', headers, body: JSON.stringify({ plaintext }) })).json()) as { data: { ciphertext: string } };
      const decrypted = (await (await fetch(`${vault.address}/v1/transit/decrypt/k`, { method: 'POST', headers, body: JSON.stringify(encrypted.data) })).json()) as { data: { plaintext: string } };
      expect(decrypted.data.plaintext).toBe(plaintext);
    } finally {
      await vault.close();
    }
  });
});
