import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { docker, logsOf } from './engine.js';
import type { Fleet } from './fleet.js';
import { BASE } from './images.js';

const run = promisify(execFile);

/** A copy of all that somebody with the machine's disks, the Engine and Redis' memory could read of a project. */
export class FleetEvidence {
  private constructor(readonly folder: string) {}

  static async collect(fleet: Fleet): Promise<FleetEvidence> {
    const evidence = new FleetEvidence(await mkdtemp(path.join(os.tmpdir(), 'mateship-evidence-')));
    await evidence.volumes(fleet);
    await evidence.engine(fleet);
    return evidence;
  }

  /** Uncompressed, so that words can be found in it. */
  async redis(fleet: Fleet): Promise<void> {
    const folder = await this.below('redis');
    const password = `REDISCLI_AUTH=$(sed -n 's/^requirepass //p' /run/secrets/redis.conf)`;
    const dump = `export ${password}; redis-cli config set rdbcompression no >/dev/null && redis-cli --rdb - 2>/dev/null`;
    const { stdout } = await run('docker', ['exec', fleet.container('redis'), 'sh', '-c', dump], { encoding: 'buffer', maxBuffer: 256 * 1024 * 1024 });
    await writeFile(path.join(folder, 'dump.rdb'), stdout);
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  private async volumes(fleet: Fleet): Promise<void> {
    const names = (await docker('volume', 'ls', '--quiet', '--filter', `name=^${fleet.name}_`)).split('\n').filter(Boolean);
    for (const name of names) {
      const folder = await this.below(path.join('volumes', name.slice(fleet.name.length + 1)));
      // Files come and go while they are read, and sockets are no files: tar says so with 1.
      const copy = `docker run --rm --network none --user 0:0 --volume "$1:/v:ro" --entrypoint sh ${BASE} -c 'tar --directory /v --create --ignore-failed-read --mode=u+rwX . || [ $? -eq 1 ]' 2>/dev/null | tar --extract --no-same-owner --directory "$2"`;
      await run('bash', ['-o', 'pipefail', '-c', copy, '-', name, folder], { maxBuffer: 16 * 1024 * 1024 });
    }
  }

  private async engine(fleet: Fleet): Promise<void> {
    const names = (await docker('ps', '--all', '--format', '{{.Names}}', '--filter', `label=com.docker.compose.project=${fleet.name}`)).split('\n').filter(Boolean);
    const folder = await this.below('engine');
    for (const name of names) {
      const service = name.slice(fleet.name.length + 1);
      await writeFile(path.join(folder, `${service}.log`), await logsOf(name));
      await writeFile(path.join(folder, `${service}.json`), await docker('inspect', name));
    }
  }

  private async below(name: string): Promise<string> {
    const folder = path.join(this.folder, name);
    await mkdir(folder, { recursive: true });
    return folder;
  }
}
