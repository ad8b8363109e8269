import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { openbaoCommand } from '../src/setup/openbao.command.js';

// What the server is asked for is tested in libs/vault-session, against a server with policies.
describe('mateship setup openbao', () => {
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mateship-openbao-'))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));
  const settings = (address: string, renew?: string[]) => ({ address, policies: folder, output: folder, admin: folder, renew });

  it('changes nothing of a server that was initialised before, without an administrator’s token', async () => {
    const asked: string[] = [];
    const server = http.createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.end('{"initialized":true}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    let said = '';
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => (said += String(text)) !== '');
    await openbaoCommand(settings(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
    write.mockRestore();
    server.close().closeAllConnections();
    expect(said).toMatch(/^Nothing was changed/);
    expect(asked).toEqual(['GET /v1/sys/init']);
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it('says that the server is away', async () => {
    await expect(openbaoCommand(settings('http://127.0.0.1:1'))).rejects.toThrow(/cannot be reached/);
  });

  it('knows the services that may log in', async () => {
    await expect(openbaoCommand(settings('http://127.0.0.1:1', ['updater']))).rejects.toThrow(/There are: gateway, vault/);
  });
});
