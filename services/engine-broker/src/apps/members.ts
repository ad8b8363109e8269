import { Injectable } from '@nestjs/common';
import type { AppNetwork } from '@mateship/fleet';
import type { ContainerInfo } from 'dockerode';
import { Engine } from '../engine/engine.js';
import { Releases } from '../releases/releases.js';

/** Gateway and egress proxy in the networks of apps, each at its fixed address. */
@Injectable()
export class Members {
  constructor(
    private readonly engine: Engine,
    private readonly releases: Releases,
  ) {}

  /** Brings both into a network. Compose does so for the networks that its file knows, when it makes the two. */
  async join(network: AppNetwork): Promise<void> {
    const { gateway, egressProxy } = network.addresses;
    await Promise.all([this.place('gateway', network, gateway), egressProxy === null ? undefined : this.place('egress-proxy', network, egressProxy)]);
  }

  /** Takes everybody out of a network, so that it can be removed. */
  async leave(network: AppNetwork): Promise<void> {
    for (const service of ['gateway', 'egress-proxy']) {
      for (const { Id, NetworkSettings } of await this.containersOf(service)) {
        if (NetworkSettings.Networks[network.name]) await this.disconnect(network, Id);
      }
    }
  }

  private async place(service: string, network: AppNetwork, address: string): Promise<void> {
    for (const { Id, NetworkSettings } of await this.containersOf(service)) {
      const endpoint = NetworkSettings.Networks[network.name];
      if (endpoint?.IPAMConfig?.IPv4Address === address) continue;
      if (endpoint) await this.disconnect(network, Id);
      await this.engine.call((docker) => docker.getNetwork(network.name).connect({ Container: Id, EndpointConfig: { IPAMConfig: { IPv4Address: address } } }));
    }
  }

  private async disconnect(network: AppNetwork, container: string): Promise<void> {
    await this.engine.call((docker) => docker.getNetwork(network.name).disconnect({ Container: container, Force: true }));
  }

  private containersOf(service: string): Promise<ContainerInfo[]> {
    const label = [`com.docker.compose.project=${this.releases.installation.name}`, `com.docker.compose.service=${service}`, 'com.docker.compose.oneoff=False'];
    return this.engine.call((docker) => docker.listContainers({ filters: { label } }));
  }
}
