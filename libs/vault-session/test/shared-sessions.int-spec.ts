import { z } from 'zod';
import { SharedSessions } from '../src/index.js';
import { PreparedVault } from './prepared-vault.js';

const SELF = { method: 'GET', path: 'auth/token/lookup-self', answer: z.unknown() } as const;

describe('shared sessions', () => {
  let vault: PreparedVault;
  beforeEach(async () => {
    vault = await PreparedVault.start();
  });
  afterEach(() => vault.close());

  it('log in once for one secret id file, and out with the last user', async () => {
    const sessions = new SharedSessions();
    const [one, two] = await Promise.all([sessions.open(vault.settings()), sessions.open(vault.settings())]);
    expect(vault.count('/approle/login')).toBe(1);
    await one.close();
    await one.close();
    await two.request(SELF);
    expect(vault.count('/revoke-self')).toBe(0);
    await two.close();
    expect(vault.count('/revoke-self')).toBe(1);
    await expect(two.request(SELF)).rejects.toMatchObject({ name: 'VaultFault' });
  });

  it('log in for each secret id file, and anew after the last user', async () => {
    const sessions = new SharedSessions();
    const first = await sessions.open(vault.settings());
    const other = await sessions.open(vault.settings('gateway'));
    expect(vault.count('/approle/login')).toBe(2);
    await first.close();
    const again = await sessions.open(vault.settings());
    expect(vault.count('/approle/login')).toBe(3);
    await Promise.all([again.close(), other.close()]);
  });

  it('try again after a login that was refused', async () => {
    const sessions = new SharedSessions();
    await expect(sessions.open(vault.settings('vault', { roleIdFile: '/nowhere' }))).rejects.toThrow('cannot be read');
    const session = await sessions.open(vault.settings());
    await session.close();
  });
});
