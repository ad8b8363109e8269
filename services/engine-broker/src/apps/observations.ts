import { Injectable } from '@nestjs/common';
import { type ContainerStats, DomainError } from '@mateship/contracts';
import { Engine } from '../engine/engine.js';
import type { KnownApp } from '../releases/releases.js';
import { Containers } from './containers.js';
import { readLogLines } from './log-lines.js';
import { type CpuSample, cpuPercent, memoryBytes } from './usage.js';

/** What a running app uses and what it wrote. */
@Injectable()
export class Observations {
  private readonly samples = new Map<string, CpuSample>();

  constructor(
    private readonly engine: Engine,
    private readonly containers: Containers,
  ) {}

  /** Memory now; processor since the last question, or since the start. @throws DomainError NOT_FOUND when it does not run. */
  async stats(app: KnownApp): Promise<ContainerStats> {
    const found = await this.containers.find(app);
    if (!found?.State.Running) throw new DomainError('NOT_FOUND', { message: `The app "${app.id}" does not run.` });
    const stats = await this.engine.call((docker) => docker.getContainer(found.Id).stats({ stream: false, 'one-shot': true }));
    const started = { usedNs: 0, atMs: Date.parse(found.State.StartedAt) };
    const now = { usedNs: stats.cpu_stats.cpu_usage.total_usage, atMs: Date.parse(stats.read) };
    const before = this.samples.get(app.id);
    this.samples.set(app.id, now);
    return { memoryBytes: memoryBytes(stats.memory_stats), cpuPercent: cpuPercent(before && before.atMs > started.atMs ? before : started, now) };
  }

  /** The last lines of output and errors, oldest first. */
  async logs(app: KnownApp, lines: number): Promise<string[]> {
    const found = await this.containers.find(app);
    if (!found) throw new DomainError('NOT_FOUND');
    const bytes = await this.engine.call((docker) => docker.getContainer(found.Id).logs({ stdout: true, stderr: true, tail: lines, follow: false }));
    return readLogLines(Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes), lines);
  }
}
