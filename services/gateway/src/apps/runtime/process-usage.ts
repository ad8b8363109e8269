import { readFile } from 'node:fs/promises';
import type { AppUsage } from './app-launcher.js';

/** Linux gives processor time in hundredths of a second to programs, whatever the kernel counts in. */
const TICKS_PER_SECOND = 100;

/** Measures a process by /proc; where there is none, it says 0. The processor's share is of the time since it was asked before. */
export class ProcessUsage {
  private last: { at: number; seconds: number };

  constructor(
    private readonly pid: number | undefined,
    startedAt = performance.now(),
  ) {
    this.last = { at: startedAt, seconds: 0 };
  }

  async read(): Promise<AppUsage> {
    const [memoryBytes, seconds] = await Promise.all([this.memory(), this.cpuSeconds()]);
    const at = performance.now();
    const elapsed = (at - this.last.at) / 1000;
    const cpuPercent = elapsed > 0 ? Math.max(0, ((seconds - this.last.seconds) / elapsed) * 100) : 0;
    this.last = { at, seconds };
    return { memoryBytes, cpuPercent: Math.round(cpuPercent * 10) / 10 };
  }

  /** Its own pages and its part of the shared ones; the resident size where the kernel does not say. */
  private async memory(): Promise<number> {
    const part = (await this.fileOf('smaps_rollup'))?.match(/^Pss:\s+(\d+) kB/m)?.[1];
    const resident = part ?? (await this.fileOf('status'))?.match(/^VmRSS:\s+(\d+) kB/m)?.[1];
    return Number(resident ?? 0) * 1024;
  }

  private async cpuSeconds(): Promise<number> {
    // The name stands in parentheses and may hold anything, so fields are counted from the last one; see proc_pid_stat(5).
    const fields = (await this.fileOf('stat'))?.replace(/^.*\) /s, '').split(' ') ?? [];
    return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_PER_SECOND;
  }

  private fileOf(file: string): Promise<string | null> {
    return readFile(`/proc/${this.pid}/${file}`, 'utf8').catch(() => null);
  }
}
