import { aRelease } from '../../test/a-release.js';
import { toComposeService } from '../compose/compose-service.js';
import { containerOf } from '../container/container-of.js';
import { toCreateOptions } from './create-options.js';
import { toNetworkOptions, toVolumeOptions } from './ownership.js';

const container = containerOf(aRelease({ permissions: { storage: true } }), { name: 'mateship', networkPrefix: '10.213' });

describe('what the Engine is told', () => {
  const options = toCreateOptions(container, 'sha256:abc');

  it('locks the container', () => {
    expect(options.HostConfig).toEqual({
      ReadonlyRootfs: true,
      Init: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges:true', expect.stringMatching(/^seccomp=\{"defaultAction":"SCMP_ACT_ERRNO",/)],
      Memory: 268_435_456,
      MemorySwap: 268_435_456,
      CpuPeriod: 1_000_000,
      CpuQuota: 1_000_000,
      PidsLimit: 64,
      Tmpfs: { '/tmp': 'rw,noexec,nosuid,nodev,size=64m,mode=1777' },
      Mounts: [
        { Type: 'volume', Source: 'mateship_app-pdf-run', Target: '/run/mateship' },
        { Type: 'volume', Source: 'mateship_app-pdf-data', Target: '/data' },
      ],
      Dns: ['127.0.0.1'],
      DnsOptions: ['timeout:1', 'attempts:1'],
      NetworkMode: 'mateship_app-pdf',
      RestartPolicy: { Name: 'no', MaximumRetryCount: 0 },
      LogConfig: { Type: 'json-file', Config: { 'max-size': '5m', 'max-file': '2' } },
    });
  });

  it('puts it into its own network alone, at its own address', () => {
    expect(options.NetworkingConfig.EndpointsConfig).toEqual({ 'mateship_app-pdf': { IPAMConfig: { IPv4Address: '10.213.0.19' }, Aliases: ['mateship-app-pdf', 'app-pdf'] } });
  });

  it('runs the image by id', () => {
    expect(options.Image).toBe('sha256:abc');
  });

  it('lets Compose find container, network and volumes as its own', () => {
    expect(options.Labels).toMatchObject({ 'com.docker.compose.project': 'mateship', 'com.docker.compose.service': 'app-pdf', 'com.docker.compose.oneoff': 'False' });
    expect(toNetworkOptions(container.network)).toMatchObject({ Internal: true, Labels: { 'com.docker.compose.project': 'mateship', 'com.docker.compose.network': 'app-pdf' } });
    const volumes = container.volumes.map((volume) => toVolumeOptions(container, volume).Labels['com.docker.compose.volume']);
    expect(volumes).toEqual(['app-pdf-run', 'app-pdf-data']);
  });
});

describe('what Compose is told', () => {
  const service = toComposeService(container);

  it('says the same', () => {
    expect(service).toMatchObject({
      container_name: 'mateship-app-pdf',
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true', 'seccomp:deploy/apps/seccomp.json'],
      mem_limit: 268_435_456,
      memswap_limit: 268_435_456,
      cpu_period: 1_000_000,
      cpu_quota: 1_000_000,
      pids_limit: 64,
      restart: 'no',
      volumes: ['app-pdf-run:/run/mateship', 'app-pdf-data:/data'],
      networks: { 'app-pdf': { ipv4_address: '10.213.0.19' } },
    });
  });

  it('publishes no port and adds no right', () => {
    expect(Object.keys(service).filter((key) => /port|privileged|cap_add|device|host|pid$|ipc/.test(key))).toEqual([]);
  });
});
