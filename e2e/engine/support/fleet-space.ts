import { docker } from './engine.js';
import type { Fleet } from './fleet.js';
import { BASE } from './images.js';

/** Volumes of a project that hold so many mebibytes and no more, as a full disk does. */
export class LimitedVolumes {
  constructor(private readonly mebibytes: Record<string, number>) {}

  /** For the compose file on top. */
  override(name: string): Record<string, unknown> {
    const volume = (size: number) => ({ driver: 'local', driver_opts: { type: 'tmpfs', device: 'tmpfs', o: `size=${size}m` } });
    return {
      volumes: Object.fromEntries(Object.entries(this.mebibytes).map(([key, size]) => [key, volume(size)])),
      // Such a volume is empty again when nobody has it open any more, so this service has it open all the time.
      services: { holder: { image: BASE, container_name: `${name}-holder`, network_mode: 'none', entrypoint: ['sleep', 'infinity'], init: true, volumes: Object.keys(this.mebibytes).map((key) => `${key}:/v/${key}`) } },
    };
  }

  /** To be started before anything else writes into the volumes. */
  async hold(fleet: Fleet): Promise<void> {
    await fleet.compose('up', '--detach', '--no-build', '--no-deps', 'holder');
  }

  async fill(fleet: Fleet, key: string): Promise<void> {
    await docker('exec', fleet.container('holder'), 'sh', '-c', `dd if=/dev/zero of=/v/${key}/filler bs=64k 2>/dev/null; dd if=/dev/zero of=/v/${key}/filler.small bs=1k 2>/dev/null; true`);
    const free = await docker('exec', fleet.container('holder'), 'sh', '-c', `df --output=avail /v/${key} | tail -1`);
    if (free.trim() !== '0') throw new Error(`${key} still has ${free.trim()} KiB`);
  }

  async free(fleet: Fleet, key: string): Promise<void> {
    await docker('exec', fleet.container('holder'), 'sh', '-c', `rm -f /v/${key}/filler*`);
  }

  async freeAll(fleet: Fleet): Promise<void> {
    for (const key of Object.keys(this.mebibytes)) await this.free(fleet, key);
  }
}
