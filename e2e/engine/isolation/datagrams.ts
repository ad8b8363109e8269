import { quoted } from '../support/isolation/attempt.js';
import type { Targets } from '../support/isolation/targets.js';

/**
 * Perl, because Node cannot set the options. Each sends from every interface, since the control has many, and leaves out
 * the routing table: the kernel is told that the machine sits on the same wire. A Linux host answers there for each of
 * its addresses, also on a bridge that has none.
 */
const HEAD = `use Socket; my ($host, $port, $text, $SENDMSG) = @ARGV; my $mapped = ("\\0" x 10) . ("\\xff" x 2) . inet_aton($host); my $local = "\\xfe\\x80" . ("\\0" x 13) . "\\x01";
sub socket_of { socket(my $s, $_[0], 2, 0) or die "$!\\n"; $s }
sub nearby { setsockopt($_[0], 1, 5, 1) or die "$!\\n"; $_[0] }
sub v4 { pack_sockaddr_in($port, inet_aton($_[0])) }
sub v6 { pack_sockaddr_in6($_[1], $_[0], $_[2] // 0) }
sub message { my ($s, $to, $control) = @_; my $io = pack("P Q", $text, length $text); my $head = pack("P L x4 P Q P Q i x4", $to, length $to, $io, 1, $control, length $control, 4); syscall($SENDMSG, fileno($s), $head, 4) > 0 or die "$!\\n" }
opendir(my $d, "/sys/class/net"); my @all = grep { /^eth/ } readdir($d); chomp(my %number = map { my $if = $_; open(my $f, "<", "/sys/class/net/$if/ifindex"); ($if => <$f> + 0) } @all);
sub own { socket(my $s, 2, 1, 0) or die "$!\\n"; my $request = pack("a16 x24", $_[0]); ioctl($s, 0x8915, $request) or die "$!\\n"; inet_ntoa(substr($request, 20, 4)) }
for (1 .. 3) { for my $if (@all) { my $n = $number{$if};`;
const TAIL = `} select(undef, undef, undef, 0.7) } print "sent"`;

const fromOwn = (address: string): string => `my $s = socket_of(2); setsockopt($s, 1, 6, 1) or die "$!\\n"; bind($s, pack_sockaddr_in(0, inet_aton(own($if)))) or die "$!\\n"; send($s, $text, 0, v4("${address}")) or die "$!\\n";`;
const withOption = (...option: string[]): string => `my $s = nearby(socket_of(2)); setsockopt($s, ${option.join(', ')}) or die "$!\\n"; send($s, $text, 0, v4($host));`;

/** Every spelling by which a datagram of an app reached the machine before apps could make no socket for it. */
const SPELLINGS: Record<string, string> = {
  'from a socket tied to a device': withOption('1', '25', '$if'),
  'from a socket tied to the number of a device': withOption('1', '62', '$n'),
  'with the option that names a device': withOption('0', '50', 'pack("N", $n)'),
  'that names its device itself': `message(nearby(socket_of(2)), v4($host), pack("Q i i i x8 x4", 28, 0, 8, $n));`,
  'from an IPv6 socket that was bound to a device': `my $s = nearby(socket_of(10)); bind($s, v6($local, 0, $n)); send($s, $text, 0, v6($mapped, $port));`,
  'from an IPv6 socket that was connected through a device': `my $s = nearby(socket_of(10)); connect($s, v6($local, 9, $n)); send($s, $text, 0, v6($mapped, $port));`,
  'over IPv6 that names its device itself': `message(nearby(socket_of(10)), v6($mapped, $port), pack("Q i i x10 n x4 i x4", 36, 41, 50, 0xffff, $n));`,
  'to everybody on its network': fromOwn('255.255.255.255'),
  'to the group of all hosts': fromOwn('224.0.0.1'),
};

/** A way to send the machine a datagram. The sender does not learn whether it arrived: who hears it says so. */
export interface Datagram {
  name: string;
  /** What it says. */
  text: string;
  script: (at: Targets) => string;
}

export const DATAGRAMS: Datagram[] = Object.entries(SPELLINGS).map(([name, program], index) => {
  const text = `datagram ${index}`;
  return { name, text, script: ({ host }) => `return perl(${quoted(HEAD + program + TAIL)}, ${quoted(host.defaultBridge)}, ${host.port}, ${quoted(text)}, CALLS.sendmsg)` };
});
