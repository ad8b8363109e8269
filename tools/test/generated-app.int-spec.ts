import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import skillGenerator from '../src/generators/skill/generator.ts';
import skillAppGenerator from '../src/generators/skill-app/generator.ts';
import { ScratchWorkspace, terminate } from './scratch-workspace.ts';

describe('a generated skill app with a second skill', () => {
  const workspace = new ScratchWorkspace();
  const project = 'services/apps/sample-app';
  beforeAll(() => {
    workspace.generate((tree) => {
      skillAppGenerator(tree, { name: 'sample-app' });
      skillGenerator(tree, { name: 'shout-back', app: 'sample-app' });
    });
    workspace.run(project, 'tools/bundle.mjs');
  }, 60_000);
  afterAll(() => workspace.remove());

  it('type-checks', () => {
    expect(workspace.run(project, 'node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json')).toBe('');
  }, 60_000);

  it('passes its own tests, the conformance suite among them', () => {
    expect(workspace.run(project, 'node_modules/jest/bin/jest.js', '--rootDir', '.', '--json')).toContain('"success":true');
  }, 120_000);

  it('passes the lint of the workspace', () => {
    expect(() => workspace.run(project, 'node_modules/eslint/bin/eslint.js', '.')).not.toThrow();
  }, 60_000);

  it('starts from its bundle in an empty folder, answers liveness, refuses an unsigned call, and ends with 0 on SIGTERM', async () => {
    const socket = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'app-')), 'app.sock');
    const child = workspace.start(project, { MATESHIP_APP_ID: 'sample-app', MATESHIP_LISTEN: `unix:${socket}`, MATESHIP_GATEWAY: 'unix:/nowhere' });
    for (let tries = 0; tries < 200 && !fs.existsSync(socket); tries += 1) await pause(50);
    expect(await status(socket, 'GET', '/health/live')).toBe(200);
    expect(await status(socket, 'POST', '/skills/echo')).toBe(401);
    expect(await terminate(child)).toBe(0);
    fs.rmSync(path.dirname(socket), { recursive: true });
  }, 60_000);
});

function status(socketPath: string, method: string, target: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = http.request({ socketPath, method, path: target, headers: { 'content-type': 'application/json' } }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode));
    });
    request.once('error', reject).end(method === 'POST' ? '{"text":"hello"}' : undefined);
  });
}
