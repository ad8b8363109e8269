import { type Attempt, quoted } from '../support/isolation/attempt.js';
import { LAN, METADATA, OUTSIDE, spellings, type Targets } from '../support/isolation/targets.js';

/** No way there: the app's network has neither a route nor a neighbour of that address. */
const NO_WAY = /ENETUNREACH|EHOSTUNREACH/;
/** No such socket. */
const NO_SIX = /EAFNOSUPPORT/;
const NO_DATAGRAM = /EPERM/;
/** Nobody tells the address. */
const NO_NAME = /EAI_AGAIN|ENOTFOUND/;

const connect = (host: string, port: number): string => `return connect(${quoted(host)}, ${port})`;
const byAddress = (what: string, succeeds: string, address: (at: Targets) => string, port: number): Attempt => ({ name: `reach ${what} by address`, script: (at) => connect(address(at), port), succeeds, fails: NO_WAY });
const byName = (what: string, service: string, port: number): Attempt => ({ name: `reach ${what} by name`, script: () => connect(service, port), succeeds: service, fails: NO_NAME });

/** Straight to other containers of the installation. */
export const CORE: Attempt[] = [
  byAddress('the database', 'postgres', ({ core }) => core.postgres, 5432),
  byName('the database', 'postgres', 5432),
  byAddress('Redis', 'redis', ({ core }) => core.redis, 6379),
  byName('Redis', 'redis', 6379),
  byAddress('the vault', 'vault', ({ core }) => core.vault, 8090),
  byName('the vault', 'vault', 8090),
  byAddress('the updater', 'updater', ({ core }) => core.updater, 8095),
  byName('the updater', 'updater', 8095),
  byAddress('the registry', 'registry', ({ core }) => core.registry, 5000),
  byName('the registry', 'registry', 5000),
  byAddress('Caddy', 'web-app', ({ core }) => core['web-app'], 8080),
  byAddress('another app', 'neighbour', ({ neighbour }) => neighbour.app, 8080),
  byAddress('the gateway’s side in the network of another app', 'gateway', ({ neighbour }) => neighbour.gateway, 8082),
  { name: 'reach the egress proxy’s side in the network of another app', script: ({ neighbour }) => `return touch(${quoted(neighbour.proxy)}, 3128)`, succeeds: 'connected', fails: NO_WAY },
];

const host = (name: string, script: (at: Targets) => string, fails = NO_WAY): Attempt => ({ name: `reach the machine ${name}`, script, succeeds: 'host', fails });

/**
 * Leaves out the routing table: the kernel is told that whoever is asked for sits on the same wire. Perl, because Node
 * cannot set the options; on every interface at once, since the control has many.
 */
const NEARBY = `my ($to, $port) = @ARGV; my @all; opendir(my $d, "/sys/class/net");
for my $if (grep { /^eth/ } readdir($d)) { socket(my $s, 2, 1 | 2048, 0) or next; setsockopt($s, 1, 25, $if) && setsockopt($s, 1, 5, 1) or die "$!\\n"; connect($s, pack_sockaddr_in($port, inet_aton($to))); push @all, $s }
my ($end, $why) = (time + 5, "timed out");
while (@all && time < $end) {
  select(undef, undef, undef, 0.1); my @left;
  for my $s (@all) { my $w = ""; vec($w, fileno($s), 1) = 1; if (!select(undef, $w, undef, 0)) { push @left, $s; next } my $error = unpack("i", getsockopt($s, 1, 4)); if (!$error) { print "connected"; exit } $! = $error; $why = "$!" }
  @all = @left;
}
die "$why\\n"`;
const nearby = (what: string, address: (at: Targets) => string, port: (at: Targets) => number): Attempt => ({ name: `reach ${what} as if it were on the same wire`, script: (at) => `return perl(${quoted(NEARBY)}, ${quoted(address(at))}, ${port(at)})`, succeeds: 'connected', fails: /Operation not permitted/ });

/** As if the whole world were one network. */
export const ON_ONE_WIRE: Attempt[] = [
  nearby('the database', ({ core }) => core.postgres, () => 5432),
  nearby('another app', ({ neighbour }) => neighbour.app, () => 8080),
  nearby('the gateway’s side in the network of another app', ({ neighbour }) => neighbour.gateway, () => 8082),
  nearby('the metadata server', () => METADATA.server, () => 8080),
  nearby('the machine', ({ host }) => host.edgeBridge, ({ host }) => host.port),
];

/** The machine below. */
export const HOST: Attempt[] = [
  host('by the address of a bridge', ({ host: { edgeBridge, port } }) => connect(edgeBridge, port)),
  host('on the bridge of its own network', ({ host: { port } }) => `return anyOf(bridgeAddresses(), ${port})`),
  host('by the address of the default bridge', ({ host: { defaultBridge, port } }) => connect(defaultBridge, port)),
  host('by the machine’s own address', ({ host: { own, port } }) => connect(own, port)),
  host('by a default route', ({ host: { port } }) => `return anyOf(defaultRoutes(), ${port})`, /nowhere to go|EHOSTUNREACH/),
  host('as host.docker.internal', ({ host: { port } }) => connect('host.docker.internal', port), NO_NAME),
  host(
    'over IPv6 on its own bridge',
    ({ host: { six, port } }) => `
      for (const name of fs.readdirSync('/proc/sys/net/ipv6/conf')) try { fs.writeFileSync('/proc/sys/net/ipv6/conf/' + name + '/disable_ipv6', '0'); } catch {}
      await new Promise((resolve) => setTimeout(resolve, 3000));
      const interfaces = fs.readdirSync('/sys/class/net').filter((name) => name !== 'lo');
      return anyOf(interfaces.map((name) => ${quoted(six)} + '%' + name), ${port})`,
    NO_SIX,
  ),
];

const spelled = (what: string, address: string): Attempt[] =>
  Object.entries({ 'as usual': address, ...spellings(address) }).map(([name, text]) => ({ name: `reach ${what}, its address written as ${name}`.replace('written as as', 'written as'), script: () => connect(text, 8080), succeeds: what.includes('metadata') ? 'metadata' : 'private', fails: text.includes('::') ? NO_SIX : NO_WAY }));

/** Addresses outside, directly. */
export const OUTSIDE_DIRECTLY: Attempt[] = [
  ...spelled('the metadata server', METADATA.server),
  ...spelled('a private server', LAN.server),
  { name: 'reach the metadata server by a name', script: () => connect('metadata.test', 8080), succeeds: 'metadata', fails: NO_NAME },
  { name: 'reach a private server over IPv6', script: () => connect(LAN.six, 8080), succeeds: 'private', fails: NO_SIX },
  { name: 'reach a declared host around the proxy', script: () => connect(OUTSIDE.server, 8080), succeeds: 'public', fails: NO_WAY },
  { name: 'reach a declared host by name around the proxy', script: () => connect('public.test', 8080), succeeds: 'public', fails: NO_NAME },
];

/** Names carry data out even where no connection is possible. */
export const RESOLVERS: Attempt[] = [
  { name: 'ask a name server outside', script: ({ secret }) => `return ask(${quoted(OUTSIDE.names)}, '${secret}.test')`, succeeds: OUTSIDE.server, fails: NO_DATAGRAM },
  { name: 'ask a name server outside over TCP', script: ({ secret }) => `return ask(${quoted(OUTSIDE.names)}, '${secret}.test', 'tcp')`, succeeds: OUTSIDE.server, fails: NO_WAY },
  { name: 'ask outside through the Engine’s resolver', script: ({ secret }) => `return ask('127.0.0.11', '${secret}.test')`, succeeds: OUTSIDE.server, fails: NO_DATAGRAM },
  { name: 'have the system ask outside', script: ({ secret }) => `return resolve('${secret}.test')`, succeeds: OUTSIDE.server, fails: NO_NAME },
];
