import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

/** A process that cannot be confused with a later one that got the same pid. */
export interface ProcessIdentity {
  pid: number;
  /** When it started, in a form that only this machine and boot understand. */
  startTime: string;
}

/** The identity of a running process, or null when there is none with this pid. */
export function processAt(pid: number): ProcessIdentity | null {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (process.platform !== 'linux') {
    const start = startByPs(pid);
    return start === null ? null : { pid, startTime: start };
  }
  const ticks = startTicks(pid);
  return ticks === null ? null : { pid, startTime: `${fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${ticks}` };
}

/** Whether exactly this process still runs. */
export function runsStill(identity: ProcessIdentity): boolean {
  const found = processAt(identity.pid);
  return found !== null && found.startTime === identity.startTime;
}

/** Seconds since 1970 at which a process started, or null when it does not run; as exact as the system clock was steady. */
export function startedAtSeconds(pid: number): number | null {
  if (process.platform !== 'linux') {
    const start = startByPs(pid);
    return start === null ? null : Date.parse(start) / 1000;
  }
  const ticks = startTicks(pid);
  const boot = /^btime (\d+)$/m.exec(fs.readFileSync('/proc/stat', 'utf8'))?.[1];
  return ticks === null || boot === undefined ? null : Number(boot) + ticks / TICKS_PER_SECOND;
}

// USER_HZ: fixed at 100 for everything that Linux shows in /proc.
const TICKS_PER_SECOND = 100;

/** proc(5): field 22 of stat counts clock ticks since boot; the name before it may hold spaces and brackets. */
function startTicks(pid: number): number | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : Number(fields[19]);
  } catch {
    return null;
  }
}

function startByPs(pid: number): string | null {
  try {
    const output = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' } });
    const [state, ...start] = output.trim().split(/\s+/);
    return !state || state.startsWith('Z') ? null : start.join(' ');
  } catch {
    return null;
  }
}
