import type { Machine } from './machine.ts';

/** What `npm test` will do on this machine, and what it leaves out with the reason. */
export interface Plan {
  /** Projects whose tests cannot run here. */
  excluded: string[];
  e2e: boolean;
  /** Folders of e2e whose suites cannot run here. */
  e2eWithout: string[];
  skipped: string[];
}

/** Decides what to run. `needPostgres` are the projects whose tests start a database. */
export function planFor(machine: Machine, needPostgres: readonly string[]): Plan {
  const plan: Plan = { excluded: [], e2e: true, e2eWithout: [], skipped: [] };
  if (!machine.postgres) {
    plan.excluded = [...needPostgres];
    plan.e2e = false;
    plan.skipped.push(`tests of ${needPostgres.join(', ')} and e2e: there is no PostgreSQL from npm for this system (Linux with glibc, macOS and Windows have one)`);
  }
  if (plan.e2e && !machine.chromium) {
    plan.e2eWithout.push('web');
    plan.skipped.push('e2e/web: no Chromium found; install it (Debian: apt-get install chromium-headless-shell) or name one in CHROMIUM_PATH');
  }
  if (plan.e2e && !machine.engine) {
    plan.e2eWithout.push('engine');
    plan.skipped.push('e2e/engine: no Docker Engine with Compose answers (`docker version`, `docker compose version`); start one that this user may use');
  }
  if (!machine.redis) plan.skipped.push('tests against a real Redis: no redis-server found; install it (Debian: apt-get install redis-server)');
  if (!machine.vectors) plan.skipped.push('public cryptographic vectors: VECTORS_DIR does not name a folder; the vectors of this repository run');
  return plan;
}
