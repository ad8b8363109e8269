import { SECCOMP_PROFILE } from './seccomp.js';

const ERRNO = 'SCMP_ACT_ERRNO';

/** What the kernel does with a call, as the Engine's runtime reads the profile: 0 when it is allowed, otherwise the error. */
function answerTo(name: string, ...args: number[]): number {
  const { syscalls } = SECCOMP_PROFILE;
  const masked = (number: number, mask: number): bigint => BigInt.asUintN(64, BigInt(number)) & BigInt(mask);
  const rule = syscalls.find(({ names, args: conditions = [] }) => names.includes(name) && conditions.every(({ index, value, valueTwo }) => masked(args[index] ?? 0, value) === BigInt(valueTwo)));
  if (!rule) return 1;
  return rule.action === ERRNO ? (rule.errnoRet ?? 1) : 0;
}

const ABOVE = 2 ** 32;
const CLOEXEC = 0o2000000;

describe('the filter of system calls', () => {
  it.each([
    ['TCP', [2, 1, 0]],
    ['TCP by its number', [2, 1, 6]],
    ['TCP with flags', [2, 1 + CLOEXEC, 0]],
    ['a Unix socket', [1, 1, 0]],
    ['the list of interfaces', [16, 3, 0]],
  ])('lets an app open %s', (_what, args) => {
    expect(answerTo('socket', ...args)).toBe(0);
  });

  it.each([
    ['UDP', [2, 2, 0]],
    ['UDP with flags', [2, 2 + CLOEXEC, 0]],
    ['UDP behind bits that the kernel does not look at', [2 + ABOVE, 2 + ABOVE, 0]],
    ['UDP-Lite', [2, 2, 136]],
    ['ping', [2, 2, 1]],
    ['SCTP', [2, 1, 132]],
    ['multipath TCP', [2, 1, 262]],
    ['a raw socket', [2, 3, 6]],
    ['packets', [17, 3, 0]],
    ['another protocol of netlink', [16, 3, 9]],
    ['the host of a virtual machine', [40, 1, 0]],
    ['cryptography of the kernel', [38, 5, 0]],
  ])('lets it open no %s', (_what, args) => {
    expect(answerTo('socket', ...args)).toBe(1);
  });

  it('says of IPv6 that there is none', () => {
    expect([1, 2, 3].map((type) => answerTo('socket', 10, type, 0))).toEqual([97, 97, 97]);
    expect(answerTo('socketpair', 10, 1, 0)).toBe(1);
  });

  it('allows of the options of all sockets 0 to 23, those of TCP, and none of IP', () => {
    const allowed = (level: number): number[] => Array.from({ length: 256 }, (_, option) => option).filter((option) => answerTo('setsockopt', 3, level, option) === 0);
    expect(allowed(1)).toEqual(Array.from({ length: 24 }, (_, option) => option));
    expect(allowed(6)).toHaveLength(256);
    expect([0, 41, 17, 263].map((level) => allowed(level).length)).toEqual([0, 0, 0, 0]);
  });

  it.each([25, 62, 25 + ABOVE, 62 + ABOVE])('refuses to tie a socket to a device by option %d', (option) => {
    expect([answerTo('setsockopt', 3, 1, option), answerTo('setsockopt', 3, 1 + ABOVE, option)]).toEqual([1, 1]);
  });

  it('lets processes start and makes no namespace', () => {
    expect(answerTo('clone', 0x11)).toBe(0);
    const namespaces = [0x0002_0000, 0x0200_0000, 0x0400_0000, 0x0800_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000];
    expect(namespaces.map((flag) => answerTo('clone', flag + 0x11))).toEqual(namespaces.map(() => 1));
    expect(answerTo('clone3', 0)).toBe(38);
  });

  it.each(['io_uring_setup', 'io_uring_enter', 'socketcall', 'ptrace', 'process_vm_readv', 'pidfd_getfd', 'bpf', 'mount', 'unshare', 'setns', 'keyctl', 'userfaultfd', 'open_by_handle_at', 'perf_event_open', 'unheard_of'])('refuses %s', (name) => {
    expect(answerTo(name)).toBe(1);
  });

  it('names no call twice and no architecture but that of the machine', () => {
    const names = SECCOMP_PROFILE.syscalls[0]?.names ?? [];
    expect(names.length).toBeGreaterThan(200);
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(SECCOMP_PROFILE)).toEqual(['defaultAction', 'syscalls']);
  });
});
