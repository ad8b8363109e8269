import type { KeyVersionHold, KeyVersions, RewrapProgress } from '@mateship/contracts';
import type { Versions } from '../key-management/key-management.js';
import { sumBelow } from './rewrap.repository.js';

const DAY_MS = 86_400_000;

/** What is known of the key-encryption keys, each part from its own source. */
export interface VersionFacts {
  versions: Versions;
  /** Live data keys by version. */
  keys: ReadonlyMap<number, number>;
  holds: KeyVersionHold[];
  rotateDays: number;
  progress: Pick<RewrapProgress, 'state' | 'perSecond' | 'failures'>;
}

/** The facts as an administrator gets them. */
export function describeVersions({ versions, keys, holds, rotateDays, progress }: VersionFacts): KeyVersions {
  const total = [...keys.values()].reduce((sum, count) => sum + count, 0);
  const left = sumBelow(keys, versions.current);
  return {
    current: versions.current,
    least: versions.least,
    versions: versions.versions.map(({ version, createdAt }) => ({ version, createdAt: createdAt.toISOString(), keys: keys.get(version) ?? 0 })),
    lastRotationAt: versions.current > 1 ? newestOf(versions).toISOString() : null,
    nextRotationAt: nextRotation(versions, rotateDays)?.toISOString() ?? null,
    rewrap: { ...progress, perSecond: Math.round(progress.perSecond), failures: Math.min(progress.failures, left), total, left },
    holds,
  };
}

/** When the current version is old enough; null when nothing is scheduled. */
export function nextRotation(versions: Versions, rotateDays: number): Date | null {
  return rotateDays > 0 ? new Date(newestOf(versions).getTime() + rotateDays * DAY_MS) : null;
}

function newestOf({ current, versions }: Versions): Date {
  return versions.find(({ version }) => version === current)!.createdAt;
}
