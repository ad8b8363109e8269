import fs from 'node:fs';
import path from 'node:path';
import { type FakeCheckout, makeFakeCheckout } from './fake-checkout.js';

describe('start-server.sh', () => {
  let checkout: FakeCheckout;
  beforeEach(() => {
    checkout = makeFakeCheckout();
  });
  afterEach(() => checkout.remove());

  const counts = (): { installs: number; builds: number } => ({
    installs: checkout.trace().filter((line) => line.startsWith('npm ci')).length,
    builds: checkout.trace().filter((line) => line.startsWith('build')).length,
  });

  it('installs, builds everything that has a build, and becomes the server', async () => {
    const { code, stdout, stderr } = await checkout.start(['--port', '1', '--json']);
    expect(stderr).toMatch(/✓ Installing packages .*\n.*✓ Building/);
    expect(JSON.parse(stdout)).toEqual(['server', 'start', '--port', '1', '--json']);
    expect(code).toBe(0);
    expect(checkout.trace()).toEqual([expect.stringContaining('npm ci'), 'build cli,gateway,pdf']);
  });

  it('does neither again when nothing changed', async () => {
    await checkout.start();
    await checkout.start();
    expect(counts()).toEqual({ installs: 1, builds: 1 });
  });

  it('builds again when a source changed, appeared or went away', async () => {
    await checkout.start();
    checkout.write('services/gateway/src/main.ts', '2');
    await checkout.start();
    checkout.write('libs/new/src/index.ts', '');
    await checkout.start();
    fs.rmSync(path.join(checkout.root, 'libs'), { recursive: true });
    await checkout.start();
    expect(counts()).toEqual({ installs: 1, builds: 4 });
  });

  it('builds again when an output is missing', async () => {
    await checkout.start();
    fs.rmSync(path.join(checkout.root, 'services', 'apps', 'pdf', 'dist'), { recursive: true });
    await checkout.start();
    expect(counts().builds).toBe(2);
  });

  it('does not build for tests and data', async () => {
    await checkout.start();
    for (const file of ['services/gateway/src/x.spec.ts', 'services/gateway/test/x.int-spec.ts', 'data/blobs/x', 'libs/x/node_modules/y/index.js']) checkout.write(file, 'new');
    await checkout.start();
    expect(counts().builds).toBe(1);
  });

  it('installs again when the lock file changed or the packages are gone', async () => {
    await checkout.start();
    checkout.write('package-lock.json', '{"new":1}');
    await checkout.start();
    fs.rmSync(path.join(checkout.root, 'node_modules'), { recursive: true });
    await checkout.start();
    expect(counts().installs).toBe(3);
  });

  it('takes an installation that was made by hand', async () => {
    await checkout.start();
    fs.rmSync(path.join(checkout.root, 'node_modules', '.mateship-install'));
    await checkout.start();
    expect(counts().installs).toBe(1);
  });

  it('shows why an installation failed and tries again next time', async () => {
    checkout.npm('fails');
    const failed = await checkout.start(['--json']);
    expect(failed).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('the registry does not answer') });
    checkout.npm('works');
    await expect(checkout.start()).resolves.toMatchObject({ code: 0 });
  });

  it('ends with what it started when it is asked to while it installs', async () => {
    checkout.npm('hangs');
    const since = Date.now();
    await expect(checkout.start([], { killAfterMs: 1_500 })).resolves.toMatchObject({ code: 143, stdout: '' });
    expect(Date.now() - since).toBeLessThan(20_000);
  });

  it('works through a symbolic link', async () => {
    const link = path.join(checkout.root, '..', 'link');
    fs.symlinkSync('a checkout/start-server.sh', link);
    await expect(checkout.start([], { script: link })).resolves.toMatchObject({ code: 0, stdout: '["server","start"]\n' });
  });

  it('passes other verbs on without preparing anything', async () => {
    await checkout.start();
    checkout.write('services/gateway/src/main.ts', '2');
    const { stdout } = await checkout.start(['logs', 'gateway', '-f']);
    expect(JSON.parse(stdout)).toEqual(['server', 'logs', 'gateway', '-f']);
    expect(counts().builds).toBe(1);
  });

  it('says that nothing runs in a checkout that was never started', async () => {
    await expect(checkout.start(['status'])).resolves.toMatchObject({ code: 3, stderr: expect.stringContaining('No server was started') });
    expect(checkout.trace()).toEqual([]);
  });

  it.each([
    ['node', 'Node.js is missing'],
    ['npm', 'npm is missing'],
    ['git', 'git is missing'],
  ])('says that %s is missing', async (tool, sentence) => {
    checkout.withoutTool(tool);
    const { code, stderr } = await checkout.start();
    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('prints its options without preparing anything', async () => {
    const { code, stdout } = await checkout.start(['--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('--data-dir');
    expect(checkout.trace()).toEqual([]);
  });
});
