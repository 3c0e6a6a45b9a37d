import { arch } from 'node:os'

/** One call as a program in a sandbox tries it. */
export interface TriedCall {
  title: string
  number: number
  /** A text is handed over as its address. */
  args: (number | string)[]
  /** As Python names it. */
  refusal: 'EPERM' | 'ENOSYS'
}

/** Numbers on x64 and on arm64, as `name:x64,arm64`; tried without arguments that mean anything. */
const notPermitted = `keyctl:250,219 add_key:248,217 request_key:249,218 bpf:321,280 perf_event_open:298,241 mount:165,40
  umount2:166,39 pivot_root:155,41 chroot:161,51 fsopen:430,430 fsmount:432,432 fsconfig:431,431 fspick:433,433
  move_mount:429,429 open_tree:428,428 mount_setattr:442,442 unshare:272,97 setns:308,268 ptrace:101,117
  process_vm_readv:310,270 process_vm_writev:311,271 process_madvise:440,440 pidfd_getfd:438,438 kcmp:312,272
  kexec_load:246,104 kexec_file_load:320,294 init_module:175,105 finit_module:313,273 delete_module:176,106
  swapon:167,224 swapoff:168,225 reboot:169,142 acct:163,89 quotactl:179,60 quotactl_fd:443,443
  name_to_handle_at:303,264 open_by_handle_at:304,265 lookup_dcookie:212,18 fanotify_init:300,262 syslog:103,116
  vhangup:153,58 iopl:172 ioperm:173 modify_ldt:154 sethostname:170,161 settimeofday:164,170 clock_settime:227,112
  adjtimex:159,171 mbind:237,235 set_mempolicy:238,237 move_pages:279,239 inotify_init1:294,26 shmget:29,194
  msgget:68,186 semget:64,190 mq_open:240,180 io_setup:206,0 remap_file_pages:216,234 vmsplice:278,75 mincore:27,232
  capset:126,91 setgroups:116,159 syncfs:306,267 rt_sigqueueinfo:129,138 rt_tgsigqueueinfo:297,240`
const unknown = `clone3:435,435 openat2:437,437 fchmodat2:452,452 userfaultfd:323,282 io_uring_setup:425,425
  io_uring_enter:426,426 io_uring_register:427,427 memfd_secret:447,447 landlock_create_ruleset:444,444 seccomp:317,277
  timer_create:222,107`

const families = {
  AX25: 3,
  NETLINK: 16,
  PACKET: 17,
  RDS: 21,
  CAN: 29,
  TIPC: 30,
  BLUETOOTH: 31,
  ALG: 38,
  VSOCK: 40,
  XDP: 44,
}
const stream = 1
const raw = 3
const seqPacket = 5

const atFolder = -100
const setUserId = 0o4755
const setGroupId = 0o2755
/** Bits that the kernel does not look at must not make a value look like another one. */
const highBits = 2 ** 40

const onBoth: [string, number, number, (number | string)[]][] = [
  ['clone of a user namespace', 56, 220, [0x1000_0011]],
  ['clone of a mount namespace', 56, 220, [0x0002_0011]],
  ['personality without random addresses', 135, 92, [0x40000]],
  ['personality of another system', 135, 92, [8]],
  ['prlimit64 of process 1', 302, 261, [1, 0, 0, 0]],
  ['sched_setscheduler of process 1', 144, 119, [1, 5, '']],
  ['sched_setparam of process 1', 142, 118, [1, '']],
  ['setpriority of process 1', 141, 140, [0, 1, 19]],
  ['setpriority of a group', 141, 140, [1, 0, 19]],
  ['setpriority of everybody', 141, 140, [2, 0, 19]],
  ['prctl to set a filter', 157, 167, [22, 2, 0]],
  ['prctl to let others trace', 157, 167, [0x5961_6d61, -1]],
  ['prctl with high bits', 157, 167, [22 + highBits, 2, 0]],
  ['ioctl that types into a terminal', 16, 29, [0, 0x5412, '']],
  ['the same with high bits', 16, 29, [0, 0x5412 + highBits, '']],
  ['ioctl that loads a line discipline', 16, 29, [0, 0x5423, '']],
  ['ioctl that changes a project of disk quotas', 16, 29, [0, 0x401c_5820, '']],
  ['ioctl that changes flags of a file', 16, 29, [0, 0x4008_6602, '']],
  ['a tcp option of another kind', 54, 208, [0, 132, 0, '', 0]],
  ['fchmodat to setuid', 268, 53, [atFolder, 'tried', setUserId]],
  ['fchmodat to setgid', 268, 53, [atFolder, 'tried', setGroupId]],
  ['fchmodat to setuid with high bits', 268, 53, [atFolder, 'tried', setUserId + highBits]],
  ['fchmod to setuid', 91, 52, [0, setUserId]],
  ['openat that creates a setuid file', 257, 56, [atFolder, 'made', 0o101, setUserId]],
  ['mknodat of a character device', 259, 33, [atFolder, 'node', 0o020_666, 0x103]],
  ['mknodat of a block device', 259, 33, [atFolder, 'node', 0o060_666, 0x800]],
  ['mknodat of a setuid file', 259, 33, [atFolder, 'node', 0o104_755, 0]],
  ...Object.entries(families).map(([name, family]): (typeof onBoth)[number] => [
    `a socket of family ${name}`,
    41,
    198,
    [family, raw, 0],
  ]),
  ['a raw socket', 41, 198, [2, raw, 1]],
  ['a socket of SCTP', 41, 198, [2, stream, 132]],
  ['a socket of multipath TCP', 41, 198, [2, stream, 262]],
  ['a socket of packets in order', 41, 198, [10, seqPacket, 0]],
]
const onX64: [string, number, (number | string)[]][] = [
  ['chmod to setuid', 90, ['tried', setUserId]],
  ['creat of a setgid file', 85, ['made', setGroupId]],
  ['open that creates a setuid file', 2, ['made', 0o101, setUserId]],
  ['mknod of a device', 133, ['node', 0o020_666, 0x103]],
]

/** To be tried in a folder that holds a file `tried`. */
export const refusedCalls: TriedCall[] = [
  ...named(notPermitted, 'EPERM'),
  ...named(unknown, 'ENOSYS'),
  ...onBoth.map(([title, x64, arm64, args]) => refused(title, arch() === 'x64' ? x64 : arm64, args)),
  ...(arch() === 'x64' ? onX64.map(([title, number, args]) => refused(title, number, args)) : []),
]

function refused(title: string, number: number, args: TriedCall['args']): TriedCall {
  return { title, number, args, refusal: 'EPERM' }
}

function named(list: string, refusal: TriedCall['refusal']): TriedCall[] {
  return list.split(/\s+/).flatMap((entry) => {
    const [title, numbers] = entry.split(':')
    const number = numbers!.split(',')[arch() === 'x64' ? 0 : 1]
    return number === undefined ? [] : [{ title: title!, number: Number(number), args: [], refusal }]
  })
}

/** A Python program that makes each call in a process of its own and prints how it was answered, one a line. */
export function trying(calls: TriedCall[]): string {
  return `
import ctypes, errno, json, os, signal
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
def argument(value):
    return ctypes.c_char_p(value.encode()) if isinstance(value, str) else ctypes.c_ulonglong(value % 2**64)
for call in json.loads(r'''${JSON.stringify(calls)}'''):
    child = os.fork()
    if child == 0:
        answer = libc.syscall(ctypes.c_long(call["number"]), *[argument(value) for value in call["args"]])
        os._exit(ctypes.get_errno() if answer < 0 else 0)
    status = os.waitpid(child, 0)[1]
    code = os.waitstatus_to_exitcode(status)
    print(call["title"], "=", errno.errorcode.get(code, "done") if code >= 0 else signal.Signals(-code).name)
`
}
