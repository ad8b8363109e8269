import path from 'node:path';
import { processAt, type ProcessIdentity } from '@mateship/database/embedded';
import { writeState } from '../lock/server-state.js';
import { LogFile } from '../process/log-file.js';
import { ServiceUnit } from '../process/service.unit.js';
import { type Report, Supervised } from '../process/supervised.js';
import type { Progress } from '../progress/progress.js';
import { PostgresUnit } from './postgres.unit.js';
import { type PlatformSettings, serviceSpecs } from './services.js';

const TITLES: Record<string, string> = { postgres: 'PostgreSQL', vault: 'Key service', gateway: 'Gateway' };

/** The whole server: PostgreSQL, then the vault, then the gateway; ended in the opposite order. */
export class Platform {
  readonly #parts: Supervised[];
  readonly #started: Supervised[] = [];
  readonly #logs: LogFile[] = [];
  #readyAt: string | null = null;
  #stopping = false;

  constructor(
    private readonly settings: PlatformSettings,
    private readonly progress: Progress,
  ) {
    const { layout } = settings;
    const units = [new PostgresUnit(layout, this.#log('postgres')), ...serviceSpecs(settings).map((spec) => new ServiceUnit(spec, this.#log(spec.name)))];
    this.#parts = units.map((unit) => new Supervised(unit, this.#report));
  }

  /** Resolves when everything is ready; rejects with a sentence when a part does not start. Call stop() in either case. */
  async start(): Promise<void> {
    for (const part of this.#parts) {
      if (this.#stopping) return;
      this.#started.push(part);
      const done = this.progress.step(TITLES[part.unit.name] ?? part.unit.name);
      await part.start();
      done();
      this.#noteState();
    }
    this.#readyAt = new Date().toISOString();
    this.#noteState();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    for (const part of this.#started.toReversed()) {
      const done = part.unit.pid === null ? () => undefined : this.progress.step(`Ending ${TITLES[part.unit.name] ?? part.unit.name}`);
      await part.stop();
      done();
    }
    for (const log of this.#logs) log.close();
  }

  readonly #report: Report = ({ unit, kind, detail }) => {
    this.progress.note(`${TITLES[unit] ?? unit} ${{ ended: 'ended', failed: 'does not start', ready: 'runs again' }[kind]}${detail === '' ? '' : `: ${detail}`}`);
    this.#noteState();
  };

  #log(name: string): LogFile {
    const log = new LogFile(path.join(this.settings.layout.logs, `${name}.log`), name);
    this.#logs.push(log);
    return log;
  }

  #noteState(): void {
    const processes: Record<string, ProcessIdentity> = {};
    for (const { unit } of this.#started) {
      const identity = unit.pid === null ? null : processAt(unit.pid);
      if (identity !== null) processes[unit.name] = identity;
    }
    writeState(this.settings.layout, { url: this.settings.url, readyAt: this.#readyAt, processes });
  }
}
