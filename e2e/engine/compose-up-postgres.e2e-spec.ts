import { setTimeout as sleep } from 'node:timers/promises';
import { docker, engineSuite, logsOf, removeAll, ROOT } from './support/engine.js';

const NAME = `mateship-postgres-${process.pid}`;
const IMAGE = 'postgres:17.11-trixie';
const DATA = '/var/lib/postgresql/data';

engineSuite('the container of PostgreSQL', () => {
  const inVolume = (script: string): Promise<string> => docker('run', '--rm', '--network', 'none', '--volume', `${NAME}:/v`, '--volume', `${NAME}-secrets:/s`, '--user', '0:0', '--entrypoint', 'sh', IMAGE, '-c', script);
  const start = (): Promise<string> =>
    docker(
      ...['run', '--detach', '--name', NAME, '--network', 'none', '--user', '0:0', '--read-only', '--security-opt', 'no-new-privileges', '--cap-drop', 'ALL'],
      ...['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'].flatMap((capability) => ['--cap-add', capability]),
      ...['--tmpfs', '/tmp:size=64m,mode=1777', '--volume', `${NAME}:${DATA}`, '--volume', `${NAME}-secrets:/run/secrets:ro`, '--volume', `${ROOT}/deploy/postgres:/etc/mateship:ro`],
      ...['--env', `PGDATA=${DATA}/cluster`, '--entrypoint', 'bash', IMAGE, '/etc/mateship/entrypoint.sh', '-c', 'hba_file=/etc/mateship/pg_hba.conf', '-c', 'config_file=/etc/mateship/postgresql.conf'],
    );
  const isReady = async (): Promise<boolean> => {
    for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(200)) {
      if (await docker('exec', NAME, 'pg_isready', '--quiet', '--host=127.0.0.1').then(() => true, () => false)) return true;
      if ((await docker('inspect', '--format', '{{.State.Running}}', NAME)) !== 'true') return false;
    }
    return false;
  };
  const end = (): Promise<void> => removeAll('container', [NAME]);

  beforeEach(async () => {
    await docker('volume', 'create', NAME);
    await docker('volume', 'create', `${NAME}-secrets`);
    await inVolume('echo 0190 > /v/.mateship; echo a-password-of-this-test > /s/superuser; chmod 0400 /s/superuser');
  });
  afterEach(async () => {
    await end();
    await removeAll('volume', [NAME, `${NAME}-secrets`]);
  });

  it('makes a whole database after a first start that was killed again and again', async () => {
    for (const pause of [50, 300, 600, 1_000, 1_500]) {
      await start();
      await sleep(pause);
      await end();
      expect((await inVolume('ls -A /v/cluster 2>/dev/null | grep -c PG_VERSION || true')) === '0' || (await inVolume('test -s /v/cluster/global/pg_control && echo whole')) === 'whole').toBe(true);
    }
    await start();
    expect(await isReady()).toBe(true);
    expect(await inVolume('ls -A /v')).not.toContain('unfinished');
  });

  it('keeps its data and asks for the password', async () => {
    await start();
    expect(await isReady()).toBe(true);
    const query = (password: string, text: string): Promise<string> => docker('exec', '--env', `PGPASSWORD=${password}`, NAME, 'psql', '--host=127.0.0.1', '--username=postgres', '--no-align', '--tuples-only', '--command', text);
    await query('a-password-of-this-test', 'CREATE TABLE kept AS SELECT 7 AS n');
    await expect(query('another', 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    expect(await query('a-password-of-this-test', 'SHOW password_encryption')).toBe('scram-sha-256');
    await docker('kill', NAME);
    await end();
    await start();
    expect(await isReady()).toBe(true);
    expect(await query('a-password-of-this-test', 'SELECT n FROM kept')).toBe('7');
  });

  it.each([
    ['lost its database', 'rm -rf /v/cluster', 'held a database, and now it is missing'],
    ['was never prepared', 'rm /v/.mateship', 'was not prepared'],
    ['was written by another release of PostgreSQL', 'echo 16 > /v/cluster/PG_VERSION', 'was written by PostgreSQL 16'],
  ])('refuses a volume that %s, in one sentence', async (_name, harm, sentence) => {
    await start();
    expect(await isReady()).toBe(true);
    await docker('stop', '--time', '20', NAME);
    await end();
    await inVolume(harm);
    await start();
    expect(await isReady()).toBe(false);
    expect(await logsOf(NAME)).toContain(sentence);
    expect(await docker('inspect', '--format', '{{.State.ExitCode}}', NAME)).toBe('1');
  });
});
