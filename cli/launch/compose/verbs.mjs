import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { PrepareError } from '../run-tool.mjs';
import { ask } from './engine.mjs';
import { option, readSettings } from './settings.mjs';

const NOT_RUNNING = 3;
const FIRST_INVITE = '/data/first-invite';
const STOP_GRACE_SECONDS = '35';

/** Commands on an installation in containers. Each gives its exit code. */
export const composeVerbs = {
  stop: (root) => run(root, ['stop', '--timeout', STOP_GRACE_SECONDS]),
  status(root, args) {
    const names = runningServices(root);
    const { url } = readSettings(root);
    const ready = names.includes('gateway') && names.includes('web-app');
    if (args.includes('--json')) process.stdout.write(`${JSON.stringify({ running: ready, mode: 'compose', url, services: names })}\n`);
    else if (ready) run(root, ['ps', '--format', 'table {{.Service}}\t{{.Status}}']);
    else process.stdout.write('The server does not run. Start it with ./start-server.sh.\n');
    return ready ? 0 : NOT_RUNNING;
  },
  logs(root, args) {
    const lines = option(args, 'lines') ?? args[args.indexOf('-n') + 1];
    const name = args.find((arg, index) => !arg.startsWith('-') && !['-n', '--lines'].includes(args[index - 1]));
    const follow = args.some((arg) => arg === '-f' || arg === '--follow');
    return run(root, ['logs', '--no-log-prefix', '--tail', args.includes('-n') || option(args, 'lines') ? lines : '200', ...(follow ? ['--follow'] : []), ...(name ? [name] : [])]);
  },
  invite(root) {
    const invite = readInvite(root, readSettings(root));
    if (invite === null) throw new PrepareError('There is no unused first invite: the server does not run, or the invite was used. Administrators make more invites in the web app.');
    process.stdout.write(`${invite}\n`);
    return 0;
  },
  uninstall(root, args) {
    const withData = args.includes('--delete-data');
    const { project } = readSettings(root);
    const code = run(root, ['down', '--remove-orphans', ...(withData ? ['--volumes'] : [])]);
    if (code !== 0) return code;
    removeOwned(project, withData);
    process.stdout.write(withData ? 'Mateship and all of its data are gone from this Engine.\n' : 'Mateship is gone from this Engine; its data is still there. ./start-server.sh brings it back, uninstall --delete-data removes the data too.\n');
    return 0;
  },
};

/** Link of the first invite while it is unused, else null. */
export function readInvite(root, { url }) {
  const token = ask(['compose', '--project-directory', root, 'exec', '-T', 'gateway', 'cat', FIRST_INVITE]);
  return token === null || token === '' ? null : `${url}/signup?token=${encodeURIComponent(token)}`;
}

/** What the engine broker made for apps that no compose file knows. */
function removeOwned(project, withData) {
  const label = ['--filter', `label=dev.mateship.installation=${project}`];
  const ids = (kind, all = []) => (ask([kind, 'ls', '--quiet', ...all, ...label]) ?? '').split('\n').filter((id) => id !== '');
  const remove = (kind, found, force = []) => found.length > 0 && spawnSync('docker', [kind, 'rm', ...force, ...found], { stdio: 'ignore' });
  remove('container', ids('container', ['--all']), ['--force']);
  remove('network', ids('network'));
  if (withData) remove('volume', ids('volume'));
}

function runningServices(root) {
  return (ask(['compose', '--project-directory', root, 'ps', '--services', '--status', 'running']) ?? '').split('\n').filter((name) => name !== '');
}

function run(root, args) {
  return spawnSync('docker', ['compose', '--project-directory', root, ...args], { cwd: root, stdio: 'inherit' }).status ?? 1;
}
