import { SYSTEM_CALLS } from './system-calls.js';

interface Condition {
  index: number;
  op: 'SCMP_CMP_MASKED_EQ';
  /** The mask. */
  value: number;
  /** What is left behind the mask. */
  valueTwo: number;
}

interface Rule {
  names: string[];
  action: 'SCMP_ACT_ALLOW' | 'SCMP_ACT_ERRNO';
  args?: Condition[];
  errnoRet?: number;
}

/** A filter of system calls as the Engine reads it; without a list of architectures only the machine's own is allowed. */
export interface SeccompProfile {
  defaultAction: 'SCMP_ACT_ERRNO';
  syscalls: Rule[];
}

/** The kernel takes these arguments as 32 bits, so whatever stands above them must not decide. */
const INT = 0xffff_ffff;
const FAMILY = { unix: 1, inet: 2, inet6: 10, netlink: 16 };
const STREAM = 1;
/** What is left of a socket's type without its flags. */
const TYPE = 0xf;
const ANY_PROTOCOL = 0;
const TCP = 6;
const SOL_SOCKET = 1;
/** Every flag that makes a namespace. */
const NEW_NAMESPACES = 0x7e02_0000;
const ENOSYS = 38;
const EAFNOSUPPORT = 97;

const is = (index: number, valueTwo: number, value = INT): Condition => ({ index, op: 'SCMP_CMP_MASKED_EQ', value, valueTwo });
const allow = (name: string, ...args: Condition[]): Rule => ({ names: [name], action: 'SCMP_ACT_ALLOW', args });
const refuse = (name: string, errnoRet: number, ...args: Condition[]): Rule => ({ names: [name], action: 'SCMP_ACT_ERRNO', args, errnoRet });

/**
 * TCP over IPv4, sockets within the container, and the kernel's list of interfaces. Every other socket can send packets
 * for which the routing table does not decide: datagrams to a broadcast address, or to a device that the message itself
 * names, where no filter sees it. An IPv6 socket carries IPv4, and is tied to a device by an address with a scope.
 */
const SOCKETS: Rule[] = [
  allow('socket', is(0, FAMILY.unix)),
  allow('socketpair', is(0, FAMILY.unix)),
  ...[ANY_PROTOCOL, TCP].map((protocol) => allow('socket', is(0, FAMILY.inet), is(1, STREAM, TYPE), is(2, protocol))),
  allow('socket', is(0, FAMILY.netlink), is(2, ANY_PROTOCOL)),
  // The answer of a machine without IPv6, which programs know.
  refuse('socket', EAFNOSUPPORT, is(0, FAMILY.inet6)),
];

/** Of the options of all sockets 0 to 23, of which none leads around the routing table as 25 and 62 do; those of TCP; none of IP. */
const SOCKET_OPTIONS: Rule[] = [
  allow('setsockopt', is(1, SOL_SOCKET), is(2, 0, 0xffff_fff0)),
  allow('setsockopt', is(1, SOL_SOCKET), is(2, 16, 0xffff_fff8)),
  allow('setsockopt', is(1, TCP)),
];

const PROCESSES: Rule[] = [
  allow('clone', is(0, 0, NEW_NAMESPACES)),
  // Its flags are where no filter sees them; told that it is not there, programs take `clone`.
  refuse('clone3', ENOSYS),
  allow('personality', is(0, 0)),
  allow('personality', is(0, INT)),
];

/** The one filter of all apps. */
export const SECCOMP_PROFILE: SeccompProfile = {
  defaultAction: 'SCMP_ACT_ERRNO',
  syscalls: [{ names: Object.values(SYSTEM_CALLS).flatMap((names) => names.split(' ')), action: 'SCMP_ACT_ALLOW' }, ...SOCKETS, ...SOCKET_OPTIONS, ...PROCESSES],
};
