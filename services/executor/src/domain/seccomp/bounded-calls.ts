import { equals, masked, oneOf, type Architecture, type Rule } from './rule.ts'

/** S_ISUID and S_ISGID: a file that others would run with somebody's rights. */
const setIdBits = 0o6000
/** CLONE_NEW…: of cgroup, host name, IPC, users, processes, network, mounts. */
const namespaceFlags = 0x7e02_0000

/** Calls which are allowed with some arguments. A mode stands where `open` was not told to create too; it is 0 then. */
export function boundedCalls(architecture: Architecture, loopback: boolean): Rule[] {
  return [
    { names: ['clone'], args: [masked(0, namespaceFlags)] },
    ...ofOneselfOnly,
    ...withoutSetId(architecture),
    ...regularFilesAndFifos('mknodat', 2),
    ...(architecture === 'x64' ? regularFilesAndFifos('mknod', 1) : []),
    ...oneOf('personality', 0, { normal: 0, onlyAsk: 0xffff_ffff }),
    ...oneOf('prctl', 0, prctlOptions),
    ...oneOf('ioctl', 1, ioctlRequests),
    ...sockets(loopback),
    ...oneOf('setsockopt', 1, { ip: 0, socket: 1, tcp: 6, udp: 17, ipv6: 41 }),
  ]
}

/**
 * Process 1 has the same uid, so that a command could change these of it: without processor time it would be ended, and
 * last in line it would hear no deadline.
 */
const ofOneselfOnly: Rule[] = [
  { names: ['prlimit64', 'sched_setparam', 'sched_setscheduler'], args: [equals(0, 0)] },
  { names: ['setpriority'], args: [equals(0, 0), equals(1, 0)] },
]

function withoutSetId(architecture: Architecture): Rule[] {
  const modeAt = {
    fchmod: 1,
    fchmodat: 2,
    openat: 3,
    ...(architecture === 'x64' && { chmod: 1, creat: 1, open: 2 }),
  }
  return Object.entries(modeAt).map(([name, index]) => ({ names: [name], args: [masked(index, setIdBits)] }))
}

/** No devices, no sockets by name alone; 0 means a regular file too. */
function regularFilesAndFifos(name: string, modeIndex: number): Rule[] {
  const kindAndSetId = 0o170_000 | setIdBits
  return [0, 0o100_000, 0o010_000].map((kind) => ({
    names: [name],
    args: [masked(modeIndex, kindAndSetId, kind)],
  }))
}

const family = { unix: 1, inet: 2, inet6: 10 }
const stream = { type: 1, protocol: 6 }
const datagram = { type: 2, protocol: 17 }
/** The type's low four bits; above them are flags. */
const typeMask = 0xf

/** Within the sandbox: by path, and TCP and UDP on its own loopback. Nothing else has a family here. */
const sockets = (loopback: boolean): Rule[] => [
  { names: ['socket', 'socketpair'], args: [equals(0, family.unix)] },
  ...(loopback ? [family.inet, family.inet6] : []).flatMap((inet) =>
    [stream, datagram].flatMap(({ type, protocol }) =>
      [0, protocol].map((which) => ({
        names: ['socket'],
        args: [equals(0, inet), masked(1, typeMask, type), equals(2, which)],
      })),
    ),
  ),
]

const prctlOptions = {
  setParentDeathSignal: 1,
  getParentDeathSignal: 2,
  getDumpable: 3,
  setDumpable: 4,
  setName: 15,
  getName: 16,
  getSeccomp: 21,
  readBoundingCapability: 23,
  setTimerSlack: 29,
  getTimerSlack: 30,
  setChildSubreaper: 36,
  getChildSubreaper: 37,
  setNoNewPrivileges: 38,
  getNoNewPrivileges: 39,
  getThreadIdAddress: 40,
  setHugePagesOff: 41,
  getHugePagesOff: 42,
  nameMemory: 0x5356_4d41,
}

/** What is asked of files, pipes, sockets and of a terminal that a program makes for itself. */
const ioctlRequests = {
  TCGETS: 0x5401,
  TCSETS: 0x5402,
  TCSETSW: 0x5403,
  TCSETSF: 0x5404,
  TCSBRK: 0x5409,
  TCXONC: 0x540a,
  TCFLSH: 0x540b,
  TIOCSCTTY: 0x540e,
  TIOCGPGRP: 0x540f,
  TIOCSPGRP: 0x5410,
  TIOCOUTQ: 0x5411,
  TIOCGWINSZ: 0x5413,
  TIOCSWINSZ: 0x5414,
  FIONREAD: 0x541b,
  FIONBIO: 0x5421,
  TIOCNOTTY: 0x5422,
  TIOCGSID: 0x5429,
  TCGETS2: 0x802c_542a,
  TCSETS2: 0x402c_542b,
  TIOCGPTN: 0x8004_5430,
  TIOCSPTLCK: 0x4004_5431,
  TIOCGPTPEER: 0x5441,
  FIONCLEX: 0x5450,
  FIOCLEX: 0x5451,
  FIOASYNC: 0x5452,
  SIOCGIFCONF: 0x8912,
  SIOCGIFFLAGS: 0x8913,
  SIOCGIFADDR: 0x8915,
  FICLONE: 0x4004_9409,
  FICLONERANGE: 0x4020_940d,
  FS_IOC_FIEMAP: 0xc020_660b,
  FS_IOC_GETFLAGS: 0x8008_6601,
}
