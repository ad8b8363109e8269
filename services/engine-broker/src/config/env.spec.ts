import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ConfigError } from '@mateship/service-kit';
import { readConfig } from './env.js';

describe('readConfig', () => {
  it('reads what Compose sets, the secret from its file', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'broker-'));
    fs.writeFileSync(path.join(folder, 'updater'), `${'s'.repeat(43)}\n`);
    const config = readConfig({
      MATESHIP_BROKER_LISTEN: 'unix:/run/broker/broker.sock?mode=0660',
      MATESHIP_BROKER_INSTALLATION: 'mateship',
      MATESHIP_BROKER_NETWORK_PREFIX: '10.213',
      MATESHIP_BROKER_APPS_DIR: '/app/apps',
      MATESHIP_BROKER_UPDATER_SECRET_FILE: path.join(folder, 'updater'),
      MATESHIP_BROKER_ENGINE: '/var/run/docker.sock',
    });
    fs.rmSync(folder, { recursive: true });
    expect(config).toEqual({
      listen: 'unix:/run/broker/broker.sock?mode=0660',
      installation: 'mateship',
      networkPrefix: '10.213',
      appsDir: '/app/apps',
      updaterSecret: 's'.repeat(43),
      engine: '/var/run/docker.sock',
    });
  });

  it.each([
    ['LISTEN', '0.0.0.0:8080', 'listen'],
    ['INSTALLATION', '--privileged', 'installation'],
    ['INSTALLATION', 'a b', 'installation'],
    ['NETWORK_PREFIX', '10', 'networkPrefix'],
    ['APPS_DIR', '../apps', 'appsDir'],
    ['ENGINE', 'tcp://10.0.0.1:2375', 'engine'],
    ['UPDATER_SECRET', 'short', 'updaterSecret'],
  ])('refuses %s=%s', (name, value, key) => {
    const attempt = () => readConfig({ [`MATESHIP_BROKER_${name}`]: value });
    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow(new RegExp(`broker\\.${key}`));
  });
});
