import { Injectable } from '@nestjs/common';
import { CONTAINER_DEFAULTS, LABELS, toCreateOptions } from '@mateship/fleet';
import type { ContainerInspectInfo } from 'dockerode';
import { Engine } from '../engine/engine.js';
import type { KnownApp } from '../releases/releases.js';
import { isOurs, refuseStranger } from './ownership.js';

/** The end of the name of a container that made room for another release. */
export const PREVIOUS = '_prev';

const STOPPED_ALREADY = [304, 404];
const GONE_ALREADY = [404, 409];

/** The containers of apps, found by name and believed only with our labels on them. */
@Injectable()
export class Containers {
  constructor(private readonly engine: Engine) {}

  /** @throws DomainError APP_UNAVAILABLE when the name belongs to a container that is not ours. */
  async find(app: KnownApp, suffix: '' | typeof PREVIOUS = ''): Promise<ContainerInspectInfo | null> {
    const name = `${app.container.name}${suffix}`;
    const found = await this.named(name);
    if (found) refuseStranger('container', name, found.Config.Labels, app.container.labels);
    return found;
  }

  /** The app's container; null also when its name belongs to somebody else's. */
  async findOurs(app: KnownApp): Promise<ContainerInspectInfo | null> {
    const found = await this.named(app.container.name);
    return found && isOurs(found.Config.Labels, app.container.labels) ? found : null;
  }

  /**
   * Whether a container is what the broker would make now: settings, image, network and address.
   * @param network id of the app's network as it is now; null when it is not there or not locked.
   */
  isCurrent(found: ContainerInspectInfo, { container }: KnownApp, image: string, network: string | null): boolean {
    const { [container.network.name]: endpoint, ...others } = found.NetworkSettings.Networks;
    if (!endpoint || Object.keys(others).length > 0 || found.Image !== image) return false;
    // A container that never ran has no id of its network yet.
    const isIn = network !== null && ['', network].includes(endpoint.NetworkID) && endpoint.IPAMConfig?.IPv4Address === container.network.addresses.app;
    return isIn && found.Config.Labels[LABELS.settings] === container.labels[LABELS.settings];
  }

  /** Makes an app's container; gives its id. */
  async create({ container }: KnownApp, image: string): Promise<string> {
    const { id } = await this.engine.call((docker) => docker.createContainer(toCreateOptions(container, image)));
    return id;
  }

  async start(id: string): Promise<void> {
    await this.engine.call((docker) => docker.getContainer(id).start());
  }

  /** Writes files into a folder of a container that does not run. */
  async write(id: string, archive: Buffer, folder: string): Promise<void> {
    await this.engine.call((docker) => docker.getContainer(id).putArchive(archive, { path: folder }));
  }

  async stop(id: string): Promise<void> {
    await this.engine.unless(STOPPED_ALREADY, (docker) => docker.getContainer(id).stop({ t: CONTAINER_DEFAULTS.stopGraceSeconds }));
  }

  async remove(id: string): Promise<void> {
    await this.stop(id);
    await this.engine.unless(GONE_ALREADY, (docker) => docker.getContainer(id).remove({ force: true }));
  }

  async rename(id: string, name: string): Promise<void> {
    await this.engine.call((docker) => docker.getContainer(id).rename({ name }));
  }

  private named(name: string): Promise<ContainerInspectInfo | null> {
    return this.engine.find((docker) => docker.getContainer(name).inspect());
  }
}
