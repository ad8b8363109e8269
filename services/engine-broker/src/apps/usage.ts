/** How much processor time a container had used at a moment. */
export interface CpuSample {
  usedNs: number;
  /** Unix time in milliseconds. */
  atMs: number;
}

/** Percent of one core between two moments. */
export function cpuPercent(before: CpuSample, now: CpuSample): number {
  const elapsedNs = (now.atMs - before.atMs) * 1e6;
  if (elapsedNs <= 0) return 0;
  return Math.round((Math.max(0, now.usedNs - before.usedNs) / elapsedNs) * 1000) / 10;
}

/** Memory without the file cache that the kernel would give back, as `docker stats` counts it in both versions of cgroups. */
export function memoryBytes({ usage = 0, stats = {} }: { usage?: number; stats?: { total_inactive_file?: number; inactive_file?: number } }): number {
  const cache = stats.total_inactive_file ?? stats.inactive_file ?? 0;
  return Math.max(0, usage - cache);
}
