import { VAULT_KEY_VERSION_PATHS, VaultHoldRequest, VaultRetireRequest, VaultRotateRequest } from '../internal/vault.contract.js';
import { KeyVersions, RetireKeyVersionsRequest } from './key-versions.contract.js';

const versions = {
  current: 2,
  least: 1,
  versions: [{ version: 1, createdAt: '2026-01-01T00:00:00.000Z', keys: 0 }, { version: 2, createdAt: '2026-04-01T00:00:00.000Z', keys: 7 }],
  lastRotationAt: '2026-04-01T00:00:00.000Z',
  nextRotationAt: null,
  rewrap: { state: 'idle', total: 7, left: 0, perSecond: 0, failures: 0 },
  holds: [{ backupId: 'nightly', leastVersion: 1, until: '2026-05-01T00:00:00.000Z' }],
};

describe('the versions of key-encryption keys', () => {
  it('carry no key material, even when it is sent along', () => {
    expect(KeyVersions.parse({ ...versions, versions: versions.versions.map((version) => ({ ...version, secret: 'AAAA' })) })).toEqual(versions);
  });

  it.each([0, -1, 1.5, '2', null, 2 ** 31])('are not retired below %j', (below) => {
    expect(RetireKeyVersionsRequest.safeParse({ below }).success).toBe(false);
  });

  it("change in somebody's name, and by nothing else than what is asked", () => {
    expect(VaultRotateRequest.safeParse({ actor: 'ada' }).success).toBe(true);
    expect(VaultRotateRequest.safeParse({}).success).toBe(false);
    expect(VaultRetireRequest.safeParse({ actor: 'ada', below: 2 }).success).toBe(true);
    expect(VaultRetireRequest.safeParse({ below: 2 }).success).toBe(false);
    expect(VaultHoldRequest.safeParse({ actor: 'ada', ...versions.holds[0] }).success).toBe(true);
    expect(VaultHoldRequest.safeParse({ actor: 'ada', ...versions.holds[0], force: true }).success).toBe(false);
  });

  it('are spoken of on inner paths alone', () => {
    expect(Object.values(VAULT_KEY_VERSION_PATHS).every((path) => path.startsWith('/internal/v1/'))).toBe(true);
  });
});
