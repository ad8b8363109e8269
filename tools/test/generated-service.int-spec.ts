import { setTimeout as pause } from 'node:timers/promises';
import serviceGenerator from '../src/generators/service/generator.ts';
import { freePort, ScratchWorkspace, terminate } from './scratch-workspace.ts';

describe('a generated service', () => {
  const workspace = new ScratchWorkspace();
  const project = 'services/sample-service';
  beforeAll(() => {
    workspace.generate((tree) => serviceGenerator(tree, { name: 'sample-service' }));
    workspace.run(project, 'tools/bundle.mjs');
  }, 60_000);
  afterAll(() => workspace.remove());

  it('type-checks', () => {
    expect(workspace.run(project, 'node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json')).toBe('');
  }, 60_000);

  it('passes its own tests', () => {
    expect(workspace.run(project, 'node_modules/jest/bin/jest.js', '--rootDir', '.', '--json')).toContain('"success":true');
  }, 120_000);

  it('passes the lint of the workspace', () => {
    expect(() => workspace.run(project, 'node_modules/eslint/bin/eslint.js', '.')).not.toThrow();
  }, 60_000);

  it('starts from its bundle in an empty folder, answers, and ends with 0 on SIGTERM', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const child = workspace.start(project, { MATESHIP_SAMPLE_SERVICE_LISTEN_INTERNAL: address });
    expect((await eventually(() => fetch(`http://${address}/health/ready`))).status).toBe(200);
    const answer = await fetch(`http://${address}/internal/v1/greetings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Ada' }),
    });
    expect(await answer.json()).toEqual({ text: 'Hello Ada' });
    expect(await terminate(child)).toBe(0);
  }, 60_000);
});

async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      return await attempt();
    } catch {
      await pause(50);
    }
  }
  return attempt();
}
