import { Injectable } from '@nestjs/common';
import { type AppContainer, type AppNetwork, toNetworkOptions, toVolumeOptions } from '@mateship/fleet';
import type { NetworkInspectInfo } from 'dockerode';
import { Engine } from '../engine/engine.js';
import type { KnownApp } from '../releases/releases.js';
import { Members } from './members.js';
import { refuseStranger } from './ownership.js';

/** What an app's container needs before it can be made: its network and its volumes. */
@Injectable()
export class Surroundings {
  constructor(
    private readonly engine: Engine,
    private readonly members: Members,
  ) {}

  /** Id of the app's network; null when it is not there or not locked as it should be. */
  async networkId({ container }: KnownApp): Promise<string | null> {
    const found = await this.network(container.network);
    return found && isLocked(found, container.network) ? found.Id : null;
  }

  /** Brings gateway and egress proxy into the app's network. */
  join({ container }: KnownApp): Promise<void> {
    return this.members.join(container.network);
  }

  async ensure(app: KnownApp): Promise<void> {
    const { container } = app;
    await this.ensureNetwork(container.network);
    await this.join(app);
    for (const volume of container.volumes) {
      if (!(await this.hasVolume(container, volume.name))) await this.engine.call((docker) => docker.createVolume(toVolumeOptions(container, volume)));
    }
  }

  /** Removes the network and the volume with the secrets. The app's data stays. */
  async remove({ container }: KnownApp): Promise<void> {
    const network = await this.network(container.network);
    if (network) await this.removeNetwork(container.network);
    const [secrets] = container.volumes;
    if (secrets && (await this.hasVolume(container, secrets.name))) await this.engine.find((docker) => docker.getVolume(secrets.name).remove());
  }

  /** A network that is not locked as it should be is made anew, which fails as long as a container of the app is in it. */
  private async ensureNetwork(network: AppNetwork): Promise<void> {
    const found = await this.network(network);
    if (found && isLocked(found, network)) return;
    if (found) await this.removeNetwork(network);
    await this.engine.call((docker) => docker.createNetwork(toNetworkOptions(network)));
  }

  private async hasVolume(container: AppContainer, name: string): Promise<boolean> {
    const found = await this.engine.find((docker) => docker.getVolume(name).inspect());
    if (found) refuseStranger('volume', name, found.Labels, container.labels);
    return found !== null;
  }

  private async network(network: AppNetwork): Promise<NetworkInspectInfo | null> {
    const found = await this.engine.find((docker) => docker.getNetwork(network.name).inspect() as Promise<NetworkInspectInfo>);
    if (found) refuseStranger('network', network.name, found.Labels, network.labels);
    return found;
  }

  private async removeNetwork(network: AppNetwork): Promise<void> {
    await this.members.leave(network);
    await this.engine.find((docker) => docker.getNetwork(network.name).remove());
  }
}

function isLocked(found: NetworkInspectInfo, network: AppNetwork): boolean {
  const options = found.Options ?? {};
  return found.Internal && found.IPAM?.Config?.[0]?.Subnet === network.subnet && Object.entries(network.options).every(([name, value]) => options[name] === value);
}
