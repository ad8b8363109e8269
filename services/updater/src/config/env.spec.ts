import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readConfig } from './env.js';

const secretFile = (text: string) => {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'updater-config-')), 'secret');
  writeFileSync(file, `${text}\n`);
  return file;
};

describe('readConfig', () => {
  it('reads what Compose sets, secrets from files', () => {
    const config = readConfig({
      MATESHIP_UPDATER_LISTEN_INTERNAL: '0.0.0.0:8095',
      MATESHIP_UPDATER_BROKER_TARGET: 'unix:/run/broker/broker.sock',
      MATESHIP_UPDATER_BROKER_SECRET_FILE: secretFile('b'.repeat(43)),
      MATESHIP_UPDATER_GATEWAY_SECRET_FILE: secretFile('g'.repeat(43)),
      MATESHIP_UPDATER_APPS_DIR: '/app/apps',
      MATESHIP_UPDATER_EGRESS_DIR: '/run/egress',
      MATESHIP_UPDATER_EGRESS_LOG: '/var/log/egress/refused.log',
    });
    expect(config).toEqual({
      listen: { internal: '0.0.0.0:8095' },
      broker: { target: 'unix:/run/broker/broker.sock', secret: 'b'.repeat(43) },
      gateway: { secret: 'g'.repeat(43) },
      appsDir: '/app/apps',
      networkPrefix: '10.213',
      egressDir: '/run/egress',
      egressLog: '/var/log/egress/refused.log',
    });
  });

  it('names everything that is wrong at once, and no secret', () => {
    const attempt = () => readConfig({ MATESHIP_UPDATER_APPS_DIR: 'apps', MATESHIP_UPDATER_GATEWAY_SECRET: 'short', MATESHIP_UPDATER_NETWORK_PREFIX: '10.213.0' });
    for (const name of ['listen', 'broker', 'gateway.secret', 'appsDir', 'networkPrefix', 'egressDir']) expect(attempt).toThrow(`updater.${name}`);
    expect(attempt).not.toThrow('short');
  });
});
