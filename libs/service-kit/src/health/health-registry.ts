import type { HealthReport } from '@mateship/contracts';
import { systemCode } from '../errors/system-code.js';
import { bounded } from './bounded.js';

const CHECK_MS = 2_000;
const REMEMBER_MS = 1_000;

/** Something a service depends on. `check` resolves when it can be used; `needed` ones make the service not ready when down. */
export interface HealthCheck {
  needed: boolean;
  check: () => Promise<void>;
}

/** Knows what the service depends on and asks it. Answers are shared for a second, so probing cannot be used to load it. */
export class HealthRegistry {
  private readonly checks = new Map<string, HealthCheck>();
  private latest: { report: Promise<HealthReport>; until: number } | undefined;

  constructor(
    private readonly service: string,
    private readonly version: string,
  ) {}

  /** Adds a dependency under a name that shows in reports; a second one of the same name replaces the first. */
  register(name: string, check: HealthCheck): void {
    this.checks.set(name, check);
    this.latest = undefined;
  }

  /** That the process answers at all; asks nothing. */
  live(): HealthReport {
    return { status: 'ok', service: this.service, version: this.version, dependencies: {} };
  }

  /** The state of every dependency, each asked for at most two seconds. */
  report(): Promise<HealthReport> {
    if (!this.latest || this.latest.until < Date.now()) this.latest = { report: this.ask(), until: Date.now() + REMEMBER_MS };
    return this.latest.report;
  }

  private async ask(): Promise<HealthReport> {
    const entries = await Promise.all([...this.checks].map(async ([name, check]) => [name, await stateOf(check)] as const));
    const down = entries.filter(([, state]) => state.status === 'down');
    const status = down.length === 0 ? 'ok' : down.some(([, state]) => state.needed) ? 'unavailable' : 'degraded';
    return { ...this.live(), status, dependencies: Object.fromEntries(entries) };
  }
}

/** The reason stays a bare code: these reports are public, and messages of drivers name hosts and users. */
async function stateOf({ needed, check }: HealthCheck): Promise<HealthReport['dependencies'][string]> {
  try {
    await bounded(check(), CHECK_MS);
    return { status: 'up', needed };
  } catch (error) {
    return { status: 'down', needed, reason: systemCode(error) ?? 'failed' };
  }
}
