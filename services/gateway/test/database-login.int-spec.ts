import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type FakeVault, startFakeVault, startTestDatabase, type TestDatabase } from '@mateship/dev-env';
import { VaultSettings } from '@mateship/vault-session';
import { prepareDatabaseLogins, prepareVault, roleOf } from '@mateship/vault-session/preparation';
import type { GatewayConfig } from '../src/config/config.js';
import { TestGateway } from './support/gateway.js';

const POLICIES = path.resolve(__dirname, '../../../deploy/vault/policies');

describe('a gateway whose database login is lent', () => {
  let folder: string;
  let database: TestDatabase;
  let fake: FakeVault;
  let gateway: TestGateway;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'lent-'));
    [database, fake] = await Promise.all([startTestDatabase(), startFakeVault()]);
    const { owner, url, ...keeper } = await database.keeper();
    const admin = { address: fake.address, token: fake.rootToken };
    await prepareVault({ ...admin, policies: POLICIES, output: folder });
    await prepareDatabaseLogins({ ...admin, url, keeper, services: { gateway: { owner, connectionLimit: 64 } }, lease: { default_ttl: '5s', max_ttl: '5s' } });
    const file = (name: string): string => path.join(folder, 'gateway', name);
    const session = VaultSettings.parse({ address: fake.address, role: roleOf('gateway'), roleIdFile: file('role-id'), secretIdFile: file('secret-id'), firstSecretIdFile: file('first-secret-id') });
    const databaseLogin: GatewayConfig['databaseLogin'] = { kind: 'vault', databaseRole: 'gateway-role', owner, ...session };
    gateway = await TestGateway.start({ databaseUrl: database.url.replace(/\/\/.*?@/, '//'), databaseLogin });
  });
  afterAll(async () => {
    await gateway.stop();
    await fake.close();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  const login = async () => (await gateway.dataSource.query<{ session: string; role: string }[]>('SELECT session_user AS session, current_user AS role'))[0]!;

  it('answers its users while the login changes, and everything belongs to the owner', async () => {
    const { token } = await gateway.caller();
    const seen = new Set<string>();
    while (seen.size < 3) {
      const answers = await Promise.all([1, 2, 3, 4].map(() => fetch(`${gateway.url}/v1/users/me`, { headers: { authorization: `Bearer ${token}` } })));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      seen.add((await login()).session);
    }
    const owners = await gateway.dataSource.query("SELECT DISTINCT tableowner AS role FROM pg_tables WHERE schemaname = 'public'");
    expect(owners).toEqual([{ role: (await login()).role }]);
  });

  it('reports the login among what it needs', async () => {
    const report = (await (await fetch(`${gateway.url}/health`)).json()) as { dependencies: Record<string, unknown> };
    expect(report.dependencies.databaseLogin).toEqual({ status: 'up', needed: true });
  });
});
