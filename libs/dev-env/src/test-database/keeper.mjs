// Ends a shared test cluster when nobody uses it any more. Every user of the cluster holds a connection to the
// keeper's socket; the kernel closes it when a test process dies, however it dies.
// Arguments: folder of the cluster (it is removed at the end), milliseconds to wait for the next user.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

const [folder = '', linger = ''] = process.argv.slice(2);
let users = 0;
let timer = setTimeout(end, Number(linger));

const server = net.createServer((user) => {
  users += 1;
  clearTimeout(timer);
  user.resume();
  user.on('error', () => user.destroy());
  user.on('close', () => {
    users -= 1;
    if (users === 0) timer = setTimeout(end, Number(linger));
  });
  user.write('ok');
});
server.listen(path.join(folder, 'keeper.sock'));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, end);

async function end() {
  server.close();
  const pid = postgresPid();
  // Immediate shutdown: the data is thrown away.
  signal(pid, 'SIGQUIT');
  for (let waited = 0; signal(pid, 0) && waited < 5000; waited += 20) await sleep(20);
  signal(pid, 'SIGKILL');
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit(0);
}

function postgresPid() {
  try {
    return Number(fs.readFileSync(path.join(folder, 'pg', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return 0;
  }
}

function signal(pid, name) {
  if (!(pid > 0)) return false;
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
