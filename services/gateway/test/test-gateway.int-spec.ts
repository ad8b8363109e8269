import { existsSync } from 'node:fs';
import { TestGateway } from './support/gateway.js';
import { VaultDouble } from './support/vault.js';

describe('a gateway of the tests that does not start', () => {
  afterEach(() => jest.restoreAllMocks());

  it('says why and leaves no vault behind', async () => {
    const vaults = jest.spyOn(VaultDouble, 'start');
    await expect(TestGateway.start({ databaseUrl: 'postgres://nobody@127.0.0.1:9/nothing' })).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    const vault = await (vaults.mock.results[0]!.value as Promise<VaultDouble>);
    expect(existsSync(vault.target.slice('unix:'.length))).toBe(false);
  });
});
