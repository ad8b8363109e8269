import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort, listening, start } from './processes.mjs';

/** haproxy with one thread in front of one server (`host:port` or `unix@/path`): the yardstick of every ratio. */
export async function startHaproxy(folder, server, cpu) {
  const port = await freePort();
  const file = path.join(folder, `haproxy-${port}.cfg`);
  const settings = [
    'global',
    '  nbthread 1',
    '  maxconn 4000',
    'defaults',
    '  mode http',
    '  timeout connect 5s',
    '  timeout client 60s',
    '  timeout server 60s',
    '  option http-no-delay',
    '  http-reuse always',
    'listen bench',
    `  bind 127.0.0.1:${port}`,
    `  server upstream ${server}`,
    '',
  ];
  writeFileSync(file, settings.join('\n'));
  const { pid } = start('haproxy', ['-db', '-q', '-f', file], { cpu });
  await listening({ port });
  return { name: 'haproxy', port, pid };
}
