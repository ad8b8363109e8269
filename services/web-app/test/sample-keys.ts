import type { KeyVersions } from '@mateship/contracts';

const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

/** Three versions of the server's keys, all data keys under the newest. */
export function sampleKeys(fields: Partial<KeyVersions> = {}): KeyVersions {
  return {
    current: 3,
    least: 1,
    versions: [
      { version: 1, createdAt: daysFromNow(-200), keys: 0 },
      { version: 2, createdAt: daysFromNow(-110), keys: 0 },
      { version: 3, createdAt: daysFromNow(-20), keys: 1240 },
    ],
    lastRotationAt: daysFromNow(-20),
    nextRotationAt: daysFromNow(70),
    rewrap: { state: 'idle', total: 1240, left: 0, perSecond: 0, failures: 0 },
    holds: [],
    ...fields,
  };
}
