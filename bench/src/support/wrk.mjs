import { execFileSync } from 'node:child_process';

const MILLISECONDS = { us: 0.001, ms: 1, s: 1000 };

/** One run of wrk on core 0. Throws when any answer was not 2xx or a connection failed. */
export function wrk(url, { connections, seconds, script, env }) {
  const args = ['-c', '0', 'wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '--timeout', '10s', '-s', script, url];
  const output = execFileSync('taskset', args, { encoding: 'utf8', env: { ...process.env, ...env } });
  const find = (pattern) => pattern.exec(output)?.[1];
  const time = (pattern) => {
    const [, number, unit] = /([\d.]+)(us|ms|s)/.exec(find(pattern) ?? '') ?? [];
    return Number(number) * MILLISECONDS[unit];
  };
  const fault = find(/(Non-2xx.*|Socket errors:.*)/);
  if (fault) throw new Error(`${url}: ${fault}`);
  return { perSecond: Number(find(/Requests\/sec:\s+([\d.]+)/)), requests: Number(find(/(\d+) requests in/)), p50: time(/^\s+50%\s+(\S+)/m), p99: time(/^\s+99%\s+(\S+)/m) };
}
