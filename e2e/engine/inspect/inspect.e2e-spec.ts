import path from 'node:path';
import { type AppRelease, networkOf, readFirstParty, userIdOf } from '@mateship/fleet';
import { AllowedConfig, AllowedHostConfig, strangeEnvironment } from './allowed-settings.js';
import { aRelease, type Container, docker, type Lab, openLab } from './lab.js';

const PREFIX = '10.204';
const RUN = Math.random().toString(36).slice(2, 7);

/** The real manifests under other names, and made-up ones at the edges of what a manifest may say. */
const releases: AppRelease[] = [
  ...readFirstParty(path.resolve(__dirname, '../../..')).map(({ manifest, slot }) => aRelease(slot, `x${RUN}-${manifest.id}`, manifest)),
  aRelease(40, `x${RUN}-least`, { resources: { cpu: 0.1, memory: 64, pids: 8 } }),
  aRelease(8000, `x${RUN}-most`, { resources: { cpu: 8, memory: 8192, pids: 1024 }, permissions: { storage: true, egress: ['a.example:443'], secrets: ['token'], files: 'write', skills: ['*'] } }),
  aRelease(41, `x${RUN}-odd`, { resources: { cpu: 0.333 }, permissions: { storage: true }, data: [{ volume: 'extra', backup: true }], health: { path: '/else' } }),
];

/** What both makers must agree about: everything, without what only names or numbers a making. */
function essence({ Config, HostConfig, Image, Mounts, NetworkSettings }: Container): unknown {
  const { Hostname: _hostname, Image: _tag, Labels, ...config } = Config;
  const labels = Object.fromEntries(Object.entries(Labels).filter(([name]) => name.startsWith('dev.mateship.')));
  const networks = Object.entries(NetworkSettings.Networks).map(([name, { IPAMConfig }]) => [name, IPAMConfig]);
  const isEmpty = (value: unknown): boolean => value === null || (typeof value === 'object' && Object.keys(value).length === 0);
  // Compose writes volumes and environment in any order.
  const sorted = (values: unknown): unknown => (Array.isArray(values) ? values.map((value) => JSON.stringify(value, (_key, inner: unknown) => (isEmpty(inner) ? undefined : inner))).sort() : values);
  const host = Object.fromEntries(Object.entries(HostConfig).map(([name, value]) => [name, isEmpty(value) ? undefined : sorted(value)]));
  return { config: { ...config, Env: sorted(Config.Env) }, labels, Image, networks, host, mounts: sorted(Mounts.map(({ Name, Destination, RW }) => [Name, Destination, RW])) };
}

describe('the containers of apps', () => {
  let lab: Lab;
  const made: Record<'compose' | 'broker', Map<string, Container>> = { compose: new Map(), broker: new Map() };
  const kept: boolean[] = [];
  let imageEnv: string[];

  beforeAll(async () => {
    lab = await openLab(releases, PREFIX);
    imageEnv = JSON.parse(await docker('image', 'inspect', '--format', '{{json .Config.Env}}', 'node:24.21.0-trixie-slim')) as string[];
    await lab.compose('with-apps', 'up', '--no-start');
    for (const release of releases) made.compose.set(release.manifest.id, await lab.container(release));
    for (const release of releases) await lab.verb(release, 'create');
    for (const release of releases) kept.push((await lab.container(release)).Id === made.compose.get(release.manifest.id)?.Id);
    await lab.compose('with-apps', 'down', '--volumes');
    await lab.compose('core', 'up', '--detach');
    for (const release of releases) await lab.verb(release, 'create');
    for (const release of releases) made.broker.set(release.manifest.id, await lab.container(release));
  }, 180_000);
  afterAll(() => lab.close(), 60_000);

  describe.each(['compose', 'broker'] as const)('made by %s', (maker) => {
    it.each(releases.map((release) => [release.manifest.id.slice(7), release] as const))('%s has allowed settings and no others', (_name, release) => {
      const container = made[maker].get(release.manifest.id)!;
      expect(AllowedHostConfig.safeParse(container.HostConfig).error?.issues ?? []).toEqual([]);
      expect(AllowedConfig.safeParse(container.Config).error?.issues ?? []).toEqual([]);
      expect(strangeEnvironment(container.Config.Env, imageEnv)).toEqual([]);
    });

    it.each(releases.map((release) => [release.manifest.id.slice(7), release] as const))('%s has exactly the limits, user, volumes and network of its manifest', (_name, release) => {
      const { resources, permissions, id } = release.manifest;
      const container = made[maker].get(id)!;
      const user = userIdOf(release.slot);
      expect(container.Config.User).toBe(`${user}:${user}`);
      expect(container.HostConfig).toMatchObject({ Memory: resources.memory * 2 ** 20, MemorySwap: resources.memory * 2 ** 20, PidsLimit: resources.pids, CpuQuota: Math.round(resources.cpu * 1_000_000) });
      expect(container.Mounts.map(({ Name }) => Name).sort()).toEqual([...(permissions.storage ? [`${lab.name}_app-${id}-data`] : []), `${lab.name}_app-${id}-run`]);
      const { name, addresses } = networkOf(release, { name: lab.name, networkPrefix: PREFIX });
      expect(Object.entries(container.NetworkSettings.Networks).map(([network, { IPAMConfig }]) => [network, IPAMConfig?.IPv4Address])).toEqual([[name, addresses.app]]);
    });
  });

  it.each(releases.map((release) => [release.manifest.id.slice(7), release] as const))('%s is the same from both makers', (_name, { manifest }) => {
    expect(essence(made.broker.get(manifest.id)!)).toEqual(essence(made.compose.get(manifest.id)!));
  });

  it('made by Compose are taken over by the broker as they are', () => {
    expect(kept).toEqual(releases.map(() => true));
  });

  it('made by the broker are taken over by Compose, networks and volumes included', async () => {
    await lab.compose('with-apps', 'up', '--no-start');
    const listed = await lab.compose('with-apps', 'ps', '--all', '--services');
    expect(listed.trim().split('\n').sort()).toEqual([...releases.map(({ manifest }) => `app-${manifest.id}`), 'egress-proxy', 'gateway'].sort());
  }, 120_000);

  it('show no secret to whoever may inspect them', async () => {
    const release = releases.find(({ manifest }) => manifest.permissions.secrets.includes('providers'))!;
    const { secret } = await lab.verb<{ secret: string }>(release, 'start', { secrets: { providers: 'canary-of-a-provider' } });
    const shown = JSON.stringify(await lab.container(release));
    expect([shown.includes(secret), shown.includes('canary-of-a-provider')]).toEqual([false, false]);
  });
});
