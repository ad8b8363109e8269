import { z } from 'zod';

/** One version of the key-encryption keys, with the number of live data keys that only it opens. */
export const KeyVersion = z
  .object({
    version: z.int(),
    createdAt: z.iso.datetime(),
    keys: z.int().describe('Live data keys under this version.'),
  })
  .meta({ id: 'KeyVersion' });
export type KeyVersion = z.infer<typeof KeyVersion>;

/**
 * How far the work is that puts every data key under the current version. `waiting`: the database or the key store is
 * away, and the work goes on by itself when it is back.
 */
export const RewrapProgress = z
  .object({
    state: z.enum(['idle', 'running', 'waiting']),
    total: z.int().describe('Live data keys.'),
    left: z.int().describe('Of these, under an older version than the current one.'),
    perSecond: z.number().describe('Data keys a second, of the work that is running; 0 when none is.'),
    failures: z.int().describe('Data keys that did not open, and so stay under their old version.'),
  })
  .meta({ id: 'RewrapProgress' });
export type RewrapProgress = z.infer<typeof RewrapProgress>;

/** A retained backup that can be restored only while versions from `leastVersion` on are there. */
export const KeyVersionHold = z
  .object({
    backupId: z.string().min(1).max(200),
    leastVersion: z.int().min(1),
    until: z.iso.datetime(),
  })
  .meta({ id: 'KeyVersionHold' });
export type KeyVersionHold = z.infer<typeof KeyVersionHold>;

/** The key-encryption keys as an administrator sees them. Holds no key material. */
export const KeyVersions = z
  .object({
    current: z.int().describe('The version that new data keys are under.'),
    least: z.int().describe('Older versions are retired for good.'),
    versions: z.array(KeyVersion).describe('Oldest first.'),
    lastRotationAt: z.iso.datetime().nullable().describe('Null when there was none yet.'),
    nextRotationAt: z.iso.datetime().nullable().describe('Null when rotation is not scheduled.'),
    rewrap: RewrapProgress,
    holds: z.array(KeyVersionHold).describe('Backups that are still retained.'),
  })
  .meta({ id: 'KeyVersions' });
export type KeyVersions = z.infer<typeof KeyVersions>;

/** Retires every version older than `below` for good. Fails with KEY_VERSION_IN_USE while anything needs one of them. */
export const RetireKeyVersionsRequest = z.strictObject({ below: z.int().min(1).max(0x7fffffff) });
export type RetireKeyVersionsRequest = z.infer<typeof RetireKeyVersionsRequest>;
