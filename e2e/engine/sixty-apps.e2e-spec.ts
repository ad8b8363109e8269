import { networkOf, subnetOf } from '@mateship/fleet';
import { aRelease, docker, type Lab, openLab } from './inspect/lab.js';

const PREFIX = '10.205';
const RUN = Math.random().toString(36).slice(2, 7);
// Beyond the 31st network the Engine's default pools are used up.
const releases = Array.from({ length: 60 }, (_, index) => aRelease(index + 1, `s${RUN}-${index + 1}`, { resources: { memory: 64 }, permissions: { egress: index % 3 === 0 ? ['a.example:443'] : [] } }));

describe('sixty apps', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab(releases, PREFIX);
    await lab.compose('core', 'up', '--detach');
    // Four at a time, as apps come in.
    const left = [...releases];
    await Promise.all([1, 2, 3, 4].map(async () => { for (let release = left.shift(); release; release = left.shift()) await lab.verb(release, 'create'); }));
  }, 300_000);
  afterAll(() => lab.close(), 120_000);

  it('have a locked network each, in the installation’s own range', async () => {
    for (const release of releases) {
      const { Internal, Driver, IPAM, Options } = await lab.network(release);
      expect([Internal, Driver, IPAM.Config.map(({ Subnet }) => Subnet)]).toEqual([true, 'bridge', [subnetOf({ networkPrefix: PREFIX }, release.slot)]]);
      expect(Options['com.docker.network.bridge.inhibit_ipv4']).toBe('true');
    }
  }, 60_000);

  it('use none of the Engine’s default pools', async () => {
    const ids = (await docker('network', 'ls', '--quiet', '--filter', `label=com.docker.compose.project=${lab.name}`)).split('\n');
    const subnets = JSON.parse(`[${(await docker('network', 'inspect', '--format', '{{json .IPAM.Config}}', ...ids)).split('\n').join()}]`) as { Subnet: string }[][];
    expect(subnets.flat()).toHaveLength(61);
    expect(subnets.flat().filter(({ Subnet }) => !Subnet.startsWith(`${PREFIX}.`))).toEqual([]);
  });

  it('meet the gateway at its address in every network, and the egress proxy only where egress is declared', async () => {
    const installation = { name: lab.name, networkPrefix: PREFIX };
    const networks = releases.map((release) => networkOf(release, installation));
    const addressesOf = async (service: 'gateway' | 'egress-proxy') => {
      const found = Object.entries((await lab.member(service)).NetworkSettings.Networks).map(([name, { IPAddress }]) => [name, IPAddress]);
      return Object.fromEntries(found.filter(([name]) => !name!.endsWith('_control'))) as Record<string, string>;
    };
    expect(await addressesOf('gateway')).toEqual(Object.fromEntries(networks.map(({ name, addresses }) => [name, addresses.gateway])));
    const proxied = networks.filter(({ addresses }) => addresses.egressProxy !== null);
    expect(proxied).toHaveLength(20);
    expect(await addressesOf('egress-proxy')).toEqual(Object.fromEntries(proxied.map(({ name, addresses }) => [name, addresses.egressProxy])));
  });

  it('are all listed, each without a running container', async () => {
    const { items } = await lab.broker.json<{ items: { app: string; state: string }[] }>('GET', '/v1/apps');
    expect(items.map(({ app, state }) => [app, state])).toEqual(releases.map(({ manifest }) => [manifest.id, 'created']));
  });
});
