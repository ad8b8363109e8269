import { describeVersions, nextRotation, type VersionFacts } from './describe-versions.js';

const january = new Date('2026-01-01T00:00:00Z');
const april = new Date('2026-04-01T00:00:00Z');
const facts = (change: Partial<VersionFacts> = {}): VersionFacts => ({
  versions: { current: 3, least: 2, versions: [{ version: 2, createdAt: january }, { version: 3, createdAt: april }] },
  keys: new Map([[2, 30], [3, 70]]),
  holds: [],
  rotateDays: 90,
  progress: { state: 'running', perSecond: 812.4, failures: 2 },
  ...change,
});

describe('describeVersions', () => {
  it('tells versions with their keys, and what is left to do', () => {
    expect(describeVersions(facts())).toEqual({
      current: 3,
      least: 2,
      versions: [
        { version: 2, createdAt: '2026-01-01T00:00:00.000Z', keys: 30 },
        { version: 3, createdAt: '2026-04-01T00:00:00.000Z', keys: 70 },
      ],
      lastRotationAt: '2026-04-01T00:00:00.000Z',
      nextRotationAt: '2026-06-30T00:00:00.000Z',
      rewrap: { state: 'running', perSecond: 812, failures: 2, total: 100, left: 30 },
      holds: [],
    });
  });

  it('knows of no rotation while there is one version that never had a predecessor', () => {
    const versions = { current: 1, least: 1, versions: [{ version: 1, createdAt: january }] };
    expect(describeVersions(facts({ versions, keys: new Map() }))).toMatchObject({ lastRotationAt: null, versions: [{ keys: 0 }], rewrap: { total: 0, left: 0 } });
  });

  it('counts no failure of a key that is gone meanwhile', () => {
    expect(describeVersions(facts({ keys: new Map([[3, 5]]) })).rewrap).toMatchObject({ left: 0, failures: 0 });
  });
});

describe('nextRotation', () => {
  it('is so many days after the newest version, or never', () => {
    const { versions } = facts();
    expect(nextRotation(versions, 1)).toEqual(new Date('2026-04-02T00:00:00Z'));
    expect(nextRotation(versions, 0)).toBeNull();
  });
});
