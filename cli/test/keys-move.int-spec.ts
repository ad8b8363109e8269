import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { INTERNAL_HEADERS, type KeyVersions, VAULT_KEY_VERSION_PATHS } from '@mateship/contracts';
import { deriveMacKey, MacVerifier, sha256hex } from '@mateship/service-kit';
import { CommandError } from '../src/command.errors.js';
import { keysMoveCommand } from '../src/commands/keys-move.command.js';
import { type Layout, layoutOf } from '../src/data-folder/layout.js';
import { takeLock } from '../src/lock/server-lock.js';
import { vaultSocket } from '../src/platform/services.js';

const versions = (change: Partial<KeyVersions['rewrap']> & { inFile: number; current?: number }): KeyVersions => {
  const { inFile, current = 3, ...rewrap } = change;
  const at = '2026-01-01T00:00:00.000Z';
  return {
    current,
    least: 1,
    versions: [1, 2, 3].filter((version) => version <= current).map((version) => ({ version, createdAt: at, keys: [0, inFile, 0, 10][version]! })),
    lastRotationAt: at,
    nextRotationAt: null,
    rewrap: { state: 'running', total: inFile + 10, left: inFile, perSecond: 0, failures: 0, ...rewrap },
    holds: [],
  };
};

const SECRET = 's'.repeat(43);

describe('mateship server keys move', () => {
  let layout: Layout;
  let server: http.Server | undefined;
  let said: string;
  beforeEach(async () => {
    const data = fs.mkdtempSync(path.join(os.tmpdir(), 'mateship-move-'));
    layout = layoutOf(data);
    for (const folder of [layout.keys, layout.secrets]) fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(layout.vaultKey, JSON.stringify({ format: 'mateship-key-file/1', current: 2, roots: [] }));
    fs.writeFileSync(path.join(layout.secrets, 'gateway-vault'), SECRET);
    await takeLock(layout);
    said = '';
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => (said += String(text)) !== '');
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    server?.close().closeAllConnections();
    server = undefined;
    for (const folder of [layout.data, layout.run]) fs.rmSync(folder, { recursive: true, force: true });
  });

  /** A vault that answers these, one after the other; null is a moment in which it restarts. */
  async function answering(...answers: (KeyVersions | null)[]): Promise<void> {
    const verifier = new MacVerifier(deriveMacKey(Buffer.from(SECRET), 'gateway->vault'), 'vault');
    server = http.createServer((request, response) => {
      try {
        verifier.verify({ method: 'GET', path: VAULT_KEY_VERSION_PATHS.status, header: String(request.headers[INTERNAL_HEADERS.mac]), bodyHash: sha256hex(Buffer.alloc(0)) });
      } catch {
        return void response.writeHead(401).end();
      }
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer) response.end(JSON.stringify(answer));
      else request.socket.destroy();
    });
    server.listen(vaultSocket(layout));
    await once(server, 'listening');
  }

  it('follows the move over restarts of the vault, and then says when the file may go', async () => {
    await answering(versions({ inFile: 40 }), null, versions({ inFile: 15 }), versions({ inFile: 0, state: 'idle' }));
    await keysMoveCommand(layout);
    const lines = said.trim().split('\n');
    expect(lines.slice(0, 3)).toEqual(['10 of 50 keys are in Vault.', '10 of 25 keys are in Vault.', '10 of 10 keys are in Vault.']);
    expect(lines[3]).toMatch(/^Done: .*need the key file .*vault\.json\. Keep it/);
    expect(fs.existsSync(layout.vaultKey)).toBe(true);
  });

  it('says what to configure while the vault keeps its keys in the file', async () => {
    await answering(versions({ inFile: 10, current: 2 }));
    await expect(keysMoveCommand(layout)).rejects.toThrow(/Set vault\.keys in mateship\.yaml to kind transit/);
  });

  it('does not call it done when keys do not open', async () => {
    await answering(versions({ inFile: 2, state: 'idle', failures: 2 }));
    await expect(keysMoveCommand(layout)).rejects.toThrow(/2 keys do not open .* Keep .*vault\.json/);
  });

  it('has nothing to do without a key file', async () => {
    fs.rmSync(layout.vaultKey);
    await keysMoveCommand(layout);
    expect(said).toMatch(/nothing to move/);
  });

  it('needs a server that runs, and a key file that is whole', async () => {
    fs.rmSync(layout.lock);
    await expect(keysMoveCommand(layout)).rejects.toThrow(CommandError);
    fs.writeFileSync(layout.vaultKey, '{');
    await expect(keysMoveCommand(layout)).rejects.toThrow(/Put back a copy/);
  });
});
