import type { Client } from '@mateship/client';
import type { KeyVersions } from '@mateship/contracts';
import type { QueryClient } from '@tanstack/react-query';
import { queryKeys } from '../app/query-keys.js';
import { rewrapKind } from './rewrap-progress.js';

const QUIET_MS = 10_000;
const BUSY_MS = 1_000;

/** Whether a rotation is being applied right now. */
export function isBusy({ rewrap }: Pick<KeyVersions, 'rewrap'>): boolean {
  return ['working', 'waiting'].includes(rewrapKind(rewrap));
}

/** Milliseconds until the versions are asked for again: often while a rotation is being applied, never before they were there once. */
export function askAgain(versions: KeyVersions | undefined): number | false {
  return versions !== undefined && (isBusy(versions) ? BUSY_MS : QUIET_MS);
}

/** What an administrator can do; each shows the server's answer at once, tells what it was, and rejects when the server refuses. */
export function keyActions(adminKeys: Pick<Client['adminKeys'], 'rotate' | 'retire'>, queries: QueryClient, tell: (done: 'serverKeys.rotated' | 'serverKeys.retired') => void) {
  const show = async (answer: Promise<KeyVersions>, done: Parameters<typeof tell>[0]) => {
    const versions = await answer;
    // An older answer that is still on its way must not replace this one.
    await queries.cancelQueries({ queryKey: queryKeys.serverKeys });
    queries.setQueryData(queryKeys.serverKeys, versions);
    tell(done);
  };
  return {
    rotate: () => show(adminKeys.rotate(), 'serverKeys.rotated'),
    retire: (below: number) => show(adminKeys.retire({ below }), 'serverKeys.retired'),
  };
}
