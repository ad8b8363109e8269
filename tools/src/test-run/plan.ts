import type { Machine } from './machine.ts';

/** What `npm test` will do on this machine, and what it leaves out with the reason. */
export interface Plan {
  /** Projects whose tests cannot run here. */
  excluded: string[];
  e2e: boolean;
  e2eArguments: string[];
  skipped: string[];
}

const WITHOUT_BROWSER = ['--testPathIgnorePatterns', '/node_modules/', '/dist/', '/web/'];

/** Decides what to run. `needPostgres` are the projects whose tests start a database. */
export function planFor(machine: Machine, needPostgres: readonly string[]): Plan {
  const plan: Plan = { excluded: [], e2e: true, e2eArguments: [], skipped: [] };
  if (!machine.postgres) {
    plan.excluded = [...needPostgres];
    plan.e2e = false;
    plan.skipped.push(`tests of ${needPostgres.join(', ')} and e2e: there is no PostgreSQL from npm for this system (Linux with glibc, macOS and Windows have one)`);
  }
  if (plan.e2e && !machine.chromium) {
    plan.e2eArguments = WITHOUT_BROWSER;
    plan.skipped.push('e2e/web: no Chromium found; install it (Debian: apt-get install chromium) or name one in CHROMIUM_PATH');
  }
  if (!machine.vectors) plan.skipped.push('public cryptographic vectors: VECTORS_DIR does not name a folder; the vectors of this repository run');
  return plan;
}
