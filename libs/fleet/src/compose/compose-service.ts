import { CONTAINER_DEFAULTS } from '../container/container-defaults.js';
import { type AppContainer, CPU_PERIOD } from '../container/container-of.js';

/** Where Compose finds the filter of system calls, from the folder of the project. */
export const SECCOMP_FILE = 'deploy/apps/seccomp.json';

/** Renders a container as a service of a Compose file. It says the same as {@link toCreateOptions}. */
export function toComposeService(container: AppContainer) {
  const { readOnly, init, capDrop, securityOpt, restart, stopGraceSeconds, dns, dnsOptions, log } = CONTAINER_DEFAULTS;
  const { network } = container;
  return {
    image: container.image,
    container_name: container.name,
    user: container.user,
    environment: { ...container.environment },
    read_only: readOnly,
    init,
    cap_drop: [...capDrop],
    security_opt: [...securityOpt, `seccomp:${SECCOMP_FILE}`],
    mem_limit: container.memoryBytes,
    memswap_limit: container.memoryBytes,
    cpu_period: CPU_PERIOD,
    cpu_quota: container.cpuQuota,
    pids_limit: container.pids,
    tmpfs: [`/tmp:${container.tmpfs}`],
    volumes: container.volumes.map(({ key, target }) => `${key}:${target}`),
    dns: [...dns],
    dns_opt: [...dnsOptions],
    networks: { [network.key]: { ipv4_address: network.addresses.app } },
    restart,
    stop_grace_period: `${stopGraceSeconds}s`,
    logging: { driver: log.driver, options: { ...log.options } },
    labels: { ...container.labels },
  };
}
