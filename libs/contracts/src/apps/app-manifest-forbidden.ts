/**
 * Settings of containers that no app may have, however it spells them: in Compose's words, the Engine's or those of
 * Kubernetes. The platform alone decides them. By name of the setting: the keys by which authors have asked for it.
 */
export const FORBIDDEN_SETTINGS = {
  privileges: ['privileged', 'allow_privilege_escalation'],
  engineSocket: ['docker_socket', 'use_api_socket', 'socket'],
  network: ['network', 'networks', 'network_mode', 'networking_config', 'host_network', 'mac_address'],
  processNamespace: ['pid', 'pid_mode', 'host_pid', 'share_process_namespace'],
  ipcNamespace: ['ipc', 'ipc_mode', 'host_ipc'],
  utsNamespace: ['uts', 'uts_mode'],
  userNamespace: ['userns', 'userns_mode'],
  cgroup: ['cgroup', 'cgroup_parent', 'cgroupns', 'cgroupns_mode', 'cgroup_permissions'],
  capabilities: ['capabilities', 'caps', 'cap_add', 'cap_drop'],
  devices: ['device', 'devices', 'device_cgroup_rules', 'device_requests', 'device_read_bps', 'gpus', 'blkio_config'],
  security: ['security', 'security_opt', 'security_context', 'seccomp', 'apparmor', 'selinux', 'no_new_privileges', 'masked_paths', 'readonly_paths'],
  mounts: ['volume', 'volumes', 'volumes_from', 'volume_mounts', 'volume_driver', 'bind', 'binds', 'mount', 'mounts', 'host_path', 'tmpfs', 'storage_opt', 'configs'],
  user: ['user', 'uid', 'gid', 'group_add', 'run_as_user', 'run_as_group'],
  rootFolder: ['read_only', 'readonly_rootfs', 'read_only_root_filesystem'],
  ports: ['port', 'ports', 'port_bindings', 'publish', 'publish_all_ports', 'expose', 'exposed_ports'],
  command: ['command', 'cmd', 'entrypoint', 'args', 'shell', 'exec', 'working_dir', 'init', 'init_containers', 'post_start', 'pre_stop', 'healthcheck'],
  environment: ['env', 'environment', 'env_file'],
  kernel: ['sysctl', 'sysctls'],
  ulimits: ['ulimit', 'ulimits'],
  memory: ['mem_limit', 'mem_swappiness', 'memswap_limit', 'memory_swap', 'shm_size', 'oom_kill_disable', 'oom_score_adj', 'pids_limit', 'cpu_rt_runtime'],
  restart: ['restart', 'restart_policy', 'auto_remove', 'stop_signal', 'depends_on', 'deploy'],
  runtime: ['runtime', 'isolation', 'credential_spec', 'platform_runtime'],
  names: ['hostname', 'domainname', 'container_name', 'extra_hosts', 'dns', 'dns_opt', 'dns_search', 'links', 'external_links'],
  records: ['logging', 'log_config', 'log_driver', 'labels', 'annotations'],
  build: ['build', 'dockerfile', 'compose', 'pull_policy'],
} as const;

const plain = (key: string): string => key.replaceAll(/[-_]/g, '').toLowerCase();
const settingOf = new Map<string, string>(Object.entries(FORBIDDEN_SETTINGS).flatMap(([setting, keys]) => keys.map((key): [string, string] => [plain(key), setting])));

/** Which forbidden setting a key asks for, whatever its case and separators; undefined for a key that is merely unknown. */
export function forbiddenSetting(key: string): string | undefined {
  return settingOf.get(plain(key));
}

/** Parts of a manifest that end up in names, paths and addresses of the Engine, as paths with `*` for an index. */
const REACHES_ENGINE = new Set(['id', 'publisher', 'version', 'image', 'permissions.egress.*', 'permissions.secrets.*', 'data.*.volume', 'migrations.*', 'health.path', 'skills.*.id']);
const SHELL = /[\s;&|`$<>(){}[\]\\'"!#~\0]|^-|\.\./;

/** Whether a text would mean something to a shell, leaves its folder, or names a path of the host where a name belongs. */
export function isSmuggled(path: readonly PropertyKey[], value: unknown): boolean {
  const place = path.map((part) => (typeof part === 'number' ? '*' : String(part))).join('.');
  if (typeof value !== 'string' || !REACHES_ENGINE.has(place)) return false;
  return SHELL.test(value) || (place === 'data.*.volume' && value.includes('/'));
}
