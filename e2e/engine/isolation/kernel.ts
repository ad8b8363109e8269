import { type Attempt, quoted } from '../support/isolation/attempt.js';
import { PREFIX } from '../support/isolation/targets.js';

/** The kernel says no, as it does to who lacks the capability, or whose call is filtered. */
const NO = /EPERM|EACCES|Operation not permitted|Permission denied|must be superuser/i;
const attempt = (name: string, script: string, { succeeds = 'done', fails = NO }: { succeeds?: unknown; fails?: RegExp } = {}): Attempt => ({ name, script: () => script, succeeds, fails });
/** A Perl program that prints "done" or dies with the kernel's error; its argument is the gateway's address. */
const perl = (name: string, program: string, fails = NO): Attempt => ({ name, script: ({ own }) => `return perl(${quoted(`${program}; print "done"`)}, ${quoted(own.gateway)})`, succeeds: 'done', fails });
const command = (name: string, ...words: string[]): Attempt => attempt(name, `await run(${words.map(quoted).join()}); return 'done'`);
const socket = (domain: number, type: number, protocol: number): string => `socket(my $s, ${domain}, ${type}, ${protocol}) or die "$!\\n"`;
/** A \`struct ifreq\` with an address of the lab's range. */
const REQUEST = `sub request { pack("a16 S n a4 x16", $_[0], AF_INET, 0, inet_aton($_[1])) } opendir(my $d, "/sys/class/net"); my ($if) = sort grep { /^eth/ } readdir($d)`;

/** The app's own network, seen from below. */
export const NETWORK: Attempt[] = [
  perl('open a raw socket', socket(2, 3, 1)),
  perl('read the packets of its network', socket(17, 3, 0x0300)),
  perl('add an address to its network', `${socket(2, 1, 0)}; ${REQUEST}; ioctl($s, 0x8916, request("$if:9", "198.51.100.9")) or die "$!\\n"`),
  perl('add a route through the gateway', `${socket(2, 1, 0)}; sub to { pack("S n a4 x8", AF_INET, 0, inet_aton($_[0])) } my $route = pack("x8 a16 a16 a16 S x38 x16", to("${PREFIX}.252.0"), to($ARGV[0]), to("255.255.255.0"), 3); ioctl($s, 0x890B, $route . "\\0" x 64) or die "$!\\n"`),
  perl('send under the address of somebody else', `${socket(2, 2, 0)}; setsockopt($s, 0, 19, 1); setsockopt($s, 0, 15, 1) or die "$!\\n"; bind($s, pack_sockaddr_in(0, inet_aton("${PREFIX}.253.1"))) or die "$!\\n"; send($s, "x", 0, pack_sockaddr_in(9, inet_aton($ARGV[0]))) or die "$!\\n"`, /Invalid argument|Operation not permitted|Network is unreachable/),
  perl('change its interfaces', `${socket(2, 1, 0)}; my $up = pack("a16 s x22", "lo", 0x41); ioctl($s, 0x8914, $up) or die "$!\\n"`),
  command('enter another network', 'unshare', '--net', 'true'),
  perl('open a socket for datagrams', socket(2, 2, 0)),
  perl('open a socket for datagrams with half a checksum', socket(2, 2, 136)),
  perl('open a socket for echoes', socket(2, 2, 1)),
  perl('open an IPv6 socket', socket(10, 1, 0), /Address family not supported/),
  perl('listen to the events of devices', socket(16, 2, 15)),
  perl('tie a connection to a device', `${socket(2, 1, 0)}; setsockopt($s, 1, 25, "lo") or die "$!\n"`),
  perl('tie a connection to the number of a device', `${socket(2, 1, 0)}; setsockopt($s, 1, 62, 1) or die "$!\n"`),
  perl('set an option of IP', `${socket(2, 1, 0)}; setsockopt($s, 0, 1, 8) or die "$!\n"`),
  // The kernel looks at the lower half of these numbers only.
  attempt('open a socket for datagrams by a number that is too large', `return call('socket', '2, 2 + 2 ** 32, 0')`),
  attempt('tie a connection to a device by numbers that are too large', `return perl('socket(my $s, 2, 1, 0) or die; my $lo = "lo"; syscall(' + CALLS.setsockopt + ', fileno($s), 1 + 2 ** 32, 25 + 2 ** 32, $lo, 2) == 0 or die "$!"; print "done"')`),
  attempt('hand its calls to the kernel in a ring, past the filter', `return call('io_uring_setup', '4, my $settings = pack("x120")')`),
];

/** Namespaces, file systems and what belongs to the kernel alone. */
export const KERNEL: Attempt[] = [
  command('mount a file system', 'sh', '-c', 'mkdir -p /tmp/m1 && mount -t tmpfs none /tmp/m1 && umount /tmp/m1'),
  command('mount one folder over another', 'sh', '-c', 'mkdir -p /tmp/m2 && mount --bind /etc /tmp/m2 && umount /tmp/m2'),
  command('mount the processes anew, without what is hidden', 'sh', '-c', 'mkdir -p /tmp/m3 && mount -t proc none /tmp/m3 && umount /tmp/m3'),
  attempt('make its root writable', `return call('mount', 'my $none = "none", my $to = "/", my $type = "", 32 | 4096, 0')`),
  command('make mounts of its own', 'unshare', '--mount', 'true'),
  command('become root in a user namespace', 'unshare', '--user', '--map-root-user', 'true'),
  command('make a control group', 'unshare', '--cgroup', 'true'),
  command('enter the namespaces of another process', 'nsenter', '--target', '1', '--mount', 'true'),
  command('change its root', 'chroot', '/', 'true'),
  command('make a device', 'sh', '-c', 'mknod /tmp/null c 1 3 && rm /tmp/null'),
  attempt('become root', `process.setegid(0); process.seteuid(0); return 'done'`),
  attempt('become root by a program that belongs to root', `return (await runAsUser(20007, '/usr/local/bin/id-as-root')).includes('euid=0(root)') ? 'done' : Promise.reject(new Error('no privileges: Operation not permitted'))`),
  attempt('give a program to root', `fs.writeFileSync('/tmp/owned', ''); try { fs.chownSync('/tmp/owned', 0, 0); fs.chownSync('/tmp/owned', 1, 1); return 'done'; } finally { fs.rmSync('/tmp/owned'); }`),
  attempt('load a program into the kernel', `return call('bpf', '0, my $a = pack("L4 x112", 2, 4, 4, 1), 128')`),
  attempt('watch the whole machine’s events', `return call('perf_event_open', 'my $a = pack("L L Q x112", 1, 128, 0), -1, 0, -1, 0')`),
  attempt('put keys into the kernel', `return call('add_key', 'my $type = "user", my $name = "iso", my $key = "x", 1, -1')`),
  attempt('rename the machine', `return call('sethostname', 'my $name = "iso", 3')`),
  // 116, a stale handle, is the answer to a number that is not there.
  attempt('open files by their number on the disk', `return perl('open(my $d, "<", "/etc/hosts"); my $handle = pack("L l a128", 8, 1, "x" x 8); my $r = syscall(' + CALLS.open_by_handle_at + ', fileno($d), $handle, 0); die "$!" if $r == -1 && $! != 116; print "done"')`),
  perl('get more of the processor than others', 'setpriority(0, 0, -5) or die "$!\\n"'),
];

const scan = (file: string, at: { secret: string }): string => `processesWith(${quoted(file)}, ${quoted(at.secret)})`;
const unseen = /none of \d+ processes/;

/** Processes outside its container. */
export const PROCESSES: Attempt[] = [
  { name: 'see the processes of others', script: (at) => `return ${scan('cmdline', at)}.length > 0`, succeeds: true, fails: unseen },
  { name: 'read the environment of others', script: (at) => `return ${scan('environ', at)}.length > 0`, succeeds: true, fails: unseen },
  { name: 'trace a process of others', script: (at) => `const [id] = ${scan('cmdline', at)}; await call('ptrace', '0x4206, ' + id + ', 0, 0'); return 'done'`, succeeds: 'done', fails: unseen },
  { name: 'read the memory of others', script: (at) => `const [id] = ${scan('environ', at)}; const file = fs.openSync('/proc/' + id + '/mem', 'r'); fs.closeSync(file); return 'done'`, succeeds: 'done', fails: unseen },
  { name: 'signal a process of others', script: (at) => `const [id] = ${scan('cmdline', at)}; process.kill(id, 'SIGCONT'); return 'done'`, succeeds: 'done', fails: unseen },
];
