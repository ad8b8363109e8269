import { docker } from './engine.js';
import type { Fleet } from './fleet.js';
import { BASE } from './images.js';

/** A mount in this folder of the helper is one of the Engine, too. */
const FOLDERS = '/containers';
const MAY = ['SYS_ADMIN', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER'].flatMap((capability) => ['--cap-add', capability]);

/** The folder in which the Engine keeps the log of one container, on a disk of its own that can be full. */
export class FullLog {
  private constructor(
    private readonly container: string,
    private readonly root: string,
    private readonly id: string,
  ) {}

  /** Moves the folder of a service's container to a small disk; the service starts anew. */
  static async below(fleet: Fleet, service: string, mebibytes: number): Promise<FullLog> {
    const container = fleet.container(service);
    const log = new FullLog(container, await docker('info', '--format', '{{.DockerRootDir}}'), await docker('inspect', '--format', '{{.Id}}', container));
    await docker('stop', '--time', '20', container);
    await log.onEngine(`mkdir "$1.kept" && cp -a "$1/." "$1.kept" && mount -t tmpfs -o size=${mebibytes}m,mode=0710 mateship-log "$1" && cp -a "$1.kept/." "$1" && rm -r "$1.kept"`);
    await docker('start', container);
    return log;
  }

  async fill(): Promise<void> {
    const free = await this.onEngine('dd if=/dev/zero of="$1/filler" bs=64k 2>/dev/null; dd if=/dev/zero of="$1/filler.small" bs=512 2>/dev/null; df --output=avail "$1" | tail -1');
    if (free !== '0') throw new Error(`the log still has ${free} KiB`);
  }

  async free(): Promise<void> {
    await this.onEngine('rm -f "$1"/filler*');
  }

  /** Bytes that the Engine has written of the container's output. */
  async written(): Promise<number> {
    return Number(await this.onEngine('cat "$1"/*-json.log | wc -c'));
  }

  /** Leaves the container with its folder as it was before; the service starts anew. */
  async lift(): Promise<void> {
    await docker('stop', '--time', '20', this.container);
    // The Engine itself takes away what is mounted below a container that ends; not every Engine does.
    await this.onEngine('if mountpoint -q "$1"; then umount "$1"; fi');
    await docker('start', this.container);
  }

  private onEngine(script: string): Promise<string> {
    const unlocked = ['--security-opt', 'seccomp=unconfined', '--security-opt', 'apparmor=unconfined'];
    return docker('run', '--rm', '--cap-drop', 'ALL', ...MAY, ...unlocked, '--network', 'none', '--user', '0:0', '--volume', `${this.root}/containers:${FOLDERS}:rshared`, '--entrypoint', 'sh', BASE, '-c', script, '-', `${FOLDERS}/${this.id}`);
  }
}
