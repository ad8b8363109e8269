import { type AppContainer, CPU_PERIOD } from '../container/container-of.js';
import { CONTAINER_DEFAULTS } from '../container/container-defaults.js';
import { ownershipLabels } from './ownership.js';

/** The part of the Engine's ContainerCreate body (API 1.41) that apps use; what is not here keeps the Engine's default. */
export interface CreateOptions {
  name: string;
  Image: string;
  User: string;
  Env: string[];
  Labels: Record<string, string>;
  StopTimeout: number;
  AttachStdin: false;
  AttachStdout: true;
  AttachStderr: true;
  HostConfig: {
    ReadonlyRootfs: boolean;
    Init: boolean;
    CapDrop: string[];
    SecurityOpt: string[];
    Memory: number;
    MemorySwap: number;
    CpuPeriod: number;
    CpuQuota: number;
    PidsLimit: number;
    Tmpfs: Record<string, string>;
    Mounts: { Type: 'volume'; Source: string; Target: string }[];
    Dns: string[];
    DnsOptions: string[];
    NetworkMode: string;
    RestartPolicy: { Name: string; MaximumRetryCount: number };
    LogConfig: { Type: string; Config: Record<string, string> };
  };
  NetworkingConfig: { EndpointsConfig: Record<string, { IPAMConfig: { IPv4Address: string }; Aliases: string[] }> };
}

/**
 * Renders a container for the Engine.
 * @param image id of the image to run from, so that a tag that moves meanwhile changes nothing.
 */
export function toCreateOptions(container: AppContainer, image: string): CreateOptions {
  const { network } = container;
  const { readOnly, init, capDrop, securityOpt, seccomp, restart, stopGraceSeconds, dns, dnsOptions, log } = CONTAINER_DEFAULTS;
  return {
    name: container.name,
    Image: image,
    User: container.user,
    Env: Object.entries(container.environment).map(([name, value]) => `${name}=${value}`),
    Labels: { ...container.labels, ...ownershipLabels(container) },
    StopTimeout: stopGraceSeconds,
    AttachStdin: false,
    AttachStdout: true,
    AttachStderr: true,
    HostConfig: {
      ReadonlyRootfs: readOnly,
      Init: init,
      CapDrop: [...capDrop],
      SecurityOpt: [...securityOpt, `seccomp=${JSON.stringify(seccomp)}`],
      Memory: container.memoryBytes,
      MemorySwap: container.memoryBytes,
      CpuPeriod: CPU_PERIOD,
      CpuQuota: container.cpuQuota,
      PidsLimit: container.pids,
      Tmpfs: { '/tmp': container.tmpfs },
      Mounts: container.volumes.map(({ name, target }) => ({ Type: 'volume', Source: name, Target: target })),
      Dns: [...dns],
      DnsOptions: [...dnsOptions],
      NetworkMode: network.name,
      RestartPolicy: { Name: restart, MaximumRetryCount: 0 },
      LogConfig: { Type: log.driver, Config: { ...log.options } },
    },
    NetworkingConfig: { EndpointsConfig: { [network.name]: { IPAMConfig: { IPv4Address: network.addresses.app }, Aliases: [container.name, container.service] } } },
  };
}
