import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { GatewayConfig } from '../../config/config.js';
import { AppCatalogue } from '../app-catalogue.js';
import { chooseRuntime } from './choose-runtime.js';
import { ContainerLauncher } from './container-launcher.js';
import { ProcessLauncher } from './process-launcher.js';

describe('chooseRuntime', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'choose-runtime-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const aConfig = (changes: Record<string, unknown> = {}, apps?: string) =>
    GatewayConfig.parse({
      listen: { public: '127.0.0.1:0', internal: '127.0.0.1:0', apps },
      publicUrl: 'http://localhost',
      databaseUrl: 'postgres://a',
      vault: { target: 'vault:8090', secret: 's'.repeat(43) },
      appsDir: folder,
      runDir: folder,
      dataDir: folder,
      firstInviteFile: path.join(folder, 'invite'),
      ...changes,
    });

  it('takes child processes and a socket of their own when nothing is said', async () => {
    const { launcher, listen } = chooseRuntime(aConfig(), new AppCatalogue([]));
    expect(launcher).toBeInstanceOf(ProcessLauncher);
    expect(listen).toMatch(/^unix:\/.+\/gateway\.sock\?mode=0\d{3}$/);
    await launcher.close();
  });

  it('takes containers and the listener that they reach when told so', async () => {
    const updater = { target: 'updater:8095', secret: 's'.repeat(43) };
    const { launcher, listen } = chooseRuntime(aConfig({ runtime: 'containers', updater }, '0.0.0.0:8082'), new AppCatalogue([]));
    expect(launcher).toBeInstanceOf(ContainerLauncher);
    expect(listen).toBe('0.0.0.0:8082');
    await launcher.close();
  });

  it('is never asked for containers without an updater or a listener', () => {
    expect(() => aConfig({ runtime: 'containers' })).toThrow(/"updater"[^]*"listen",\s+"apps"/);
  });
});
