// Answers who it is on every listener that the environment names and on the ports of its arguments, IPv4 and IPv6.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';

const [name, ...ports] = process.argv.slice(2);
const named = Object.entries(process.env).filter(([key]) => /^MATESHIP_.*_LISTEN(_|$)/.test(key)).map(([, value]) => value);
for (const address of [...ports.map((port) => `:::${port}`), ...named]) {
  const server = http.createServer((_request, response) => response.end(`reached ${name}\n`));
  const [, path] = /^unix:([^?]+)/.exec(address) ?? [];
  const [, host, port] = /^(.*):(\d+)$/.exec(address) ?? [];
  if (path) fs.rmSync(path, { force: true });
  server.listen(path ? { path } : { host, port: Number(port) }, () => path && fs.chmodSync(path, 0o666));
}
// A process that others may want to end.
if (process.env.VICTIM) spawn('sh', ['-c', `while :; do sleep 5; done # ${process.env.VICTIM}`], { stdio: 'ignore', env: {} });
process.on('SIGTERM', () => process.exit(0));
