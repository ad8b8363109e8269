import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readConfig } from './env.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gateway-config-'));
const file = (name: string, text: string) => {
  writeFileSync(path.join(folder, name), `${text}\n`);
  return path.join(folder, name);
};
const least = () => ({
  MATESHIP_GATEWAY_LISTEN_PUBLIC: 'unix:/run/edge/gateway.sock?mode=0666',
  MATESHIP_GATEWAY_LISTEN_INTERNAL: '127.0.0.1:8081',
  MATESHIP_GATEWAY_PUBLIC_URL: 'http://localhost:8080',
  MATESHIP_GATEWAY_DATABASE_URL_FILE: file('database', 'postgres://gateway:x@postgres/gateway'),
  MATESHIP_GATEWAY_VAULT_TARGET: 'vault:8090',
  MATESHIP_GATEWAY_VAULT_SECRET_FILE: file('vault', 'v'.repeat(43)),
  MATESHIP_GATEWAY_APPS_DIR: '/app/apps',
  MATESHIP_GATEWAY_RUN_DIR: '/run/mateship',
  MATESHIP_GATEWAY_DATA_DIR: '/data',
  MATESHIP_GATEWAY_FIRST_INVITE_FILE: '/data/first-invite',
});

describe('readConfig', () => {
  it('runs apps as processes, keeps files in a folder and believes no proxy unless told', () => {
    expect(readConfig(least())).toMatchObject({ runtime: 'embedded', blobs: { kind: 'folder' }, trustProxy: false });
  });

  it('reads what Compose sets, secrets from files', () => {
    const config = readConfig({
      ...least(),
      MATESHIP_GATEWAY_RUNTIME: 'containers',
      MATESHIP_GATEWAY_LISTEN_APPS: '0.0.0.0:8082',
      MATESHIP_GATEWAY_UPDATER_TARGET: 'updater:8095',
      MATESHIP_GATEWAY_UPDATER_SECRET_FILE: file('updater', 'u'.repeat(43)),
      MATESHIP_GATEWAY_REDIS_URL_FILE: file('redis', 'redis://default:pw@redis:6379'),
      MATESHIP_GATEWAY_TRUST_PROXY: 'true',
      MATESHIP_GATEWAY_BLOBS_KIND: 's3',
      MATESHIP_GATEWAY_BLOBS_ENDPOINT: 'http://moto:5000',
      MATESHIP_GATEWAY_BLOBS_BUCKET: 'mateship',
      MATESHIP_GATEWAY_BLOBS_ACCESS_KEY_ID: 'AKIA',
      MATESHIP_GATEWAY_BLOBS_SECRET_KEY_FILE: file('s3', 'hidden'),
    });
    expect(config).toMatchObject({
      runtime: 'containers',
      listen: { apps: '0.0.0.0:8082' },
      updater: { target: 'updater:8095', secret: 'u'.repeat(43) },
      redisUrl: 'redis://default:pw@redis:6379',
      trustProxy: true,
      blobs: { kind: 's3', endpoint: 'http://moto:5000', region: 'us-east-1', bucket: 'mateship', accessKeyId: 'AKIA', secretKey: 'hidden' },
    });
  });

  it('names every key that is missing or wrong, and no value', () => {
    const attempt = () => readConfig({ ...least(), MATESHIP_GATEWAY_REDIS_URL: 'http://hunter2@redis', MATESHIP_GATEWAY_BLOBS_KIND: 's3', MATESHIP_GATEWAY_RUNTIME: 'pods' });
    for (const key of ['redisUrl', 'blobs.bucket', 'blobs.accessKeyId', 'blobs.secretKey', 'runtime']) expect(attempt).toThrow(`gateway.${key}`);
    expect(attempt).not.toThrow('hunter2');
  });

  it('logs in to the database as its URL says, or with a login that Vault lends', () => {
    expect(readConfig(least()).databaseLogin).toEqual({ kind: 'url' });
    const lent = { KIND: 'vault', ADDRESS: 'https://openbao:8200/', ROLE: 'mateship-gateway', ROLE_ID_FILE: '/run/role-id', SECRET_ID_FILE: '/data/secret-id', FIRST_SECRET_ID_FILE: '/run/first' };
    const variables = (values: Record<string, string>) => Object.fromEntries(Object.entries(values).map(([name, value]) => [`MATESHIP_GATEWAY_DATABASE_LOGIN_${name}`, value]));
    expect(readConfig({ ...least(), ...variables(lent) }).databaseLogin).toMatchObject({ kind: 'vault', address: 'https://openbao:8200', databaseRole: 'gateway-role', owner: 'gateway' });
    const attempt = () => readConfig({ ...least(), ...variables({ ...lent, ADDRESS: 'ftp://openbao', OWNER: '', ROLE: 'Not A Role' }) });
    for (const key of ['address', 'owner', 'role']) expect(attempt).toThrow(`gateway.databaseLogin.${key} `);
  });

  it('asks for the updater and a listener when apps run as containers', () => {
    const attempt = () => readConfig({ ...least(), MATESHIP_GATEWAY_RUNTIME: 'containers' });
    for (const key of ['updater', 'listen.apps']) expect(attempt).toThrow(`gateway.${key}`);
  });
});
