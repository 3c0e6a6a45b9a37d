import type { Attack } from '../attack.ts'
import { python } from './python.ts'

const category = 'kernel'

/** Past the filter of system calls, and around what is masked and mounted. */
export const kernel: Attack[] = [
  {
    id: 'foreign-abi',
    category,
    command: python(`
import mmap
code = {'int80': b'\\xb8\\x14\\x00\\x00\\x00\\xcd\\x80\\xc3', 'x32': b'\\xb8\\x27\\x00\\x00\\x40\\x0f\\x05\\xc3'} if X else {}
for name, bytes_ in code.items():
    if os.fork() == 0:
        m = mmap.mmap(-1, 4096, prot=7); m.write(bytes_)
        r = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(m)))()
        if r > 0: os.write(1, ('PWN:%s %d\\n' % (name, r)).encode())
        os._exit(0)
    print(name, os.wait()[1])`),
    expect: 'no call reaches the kernel by another numbering (32-bit, x32)',
  },
  {
    id: 'keyrings',
    category,
    command: python(`
ADD, REQ, CTL = (248, 249, 250) if X else (217, 218, 219)
for name, r in (('join', sc(CTL, 1, b'x')), ('session', sc(CTL, 0, -3, 1)), ('user', sc(CTL, 0, -4, 1)), ('add', sc(ADD, b'user', b'k', b'secret', 6, -4)), ('request', sc(REQ, b'user', b'k', 0, -4)), ('persistent', sc(CTL, 22, -1, -4))):
    print(name, r)
    if r >= 0: print('PWN:' + name)
print(open('/proc/keys').read()[:200] if os.access('/proc/keys', os.R_OK) else 'no keys')`),
    expect: 'no keyring: keys are held per uid, not per container',
  },
  {
    id: 'namespaces-in-disguise',
    category,
    command: python(`
NS = {'time': 0x80, 'ns': 0x20000, 'cgroup': 0x2000000, 'uts': 0x4000000, 'ipc': 0x8000000, 'user': 0x10000000, 'pid': 0x20000000, 'net': 0x40000000}
for name, flag in NS.items():
    if sc(272 if X else 97, flag) == 0: print('PWN:unshare ' + name)
    if sc(272 if X else 97, flag | (1 << 40)) == 0: print('PWN:unshare high ' + name)
    args = struct.pack('11Q', flag, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0)
    r = sc(435, args, len(args))
    if r == 0: os.write(1, b'PWN:clone3\\n'); os._exit(0)
    r = sc(56 if X else 220, flag | 17, 0, 0, 0, 0) if name != 'time' else -1  # there it is a signal's number
    if r == 0: os.write(1, b'PWN:clone\\n'); os._exit(0)
for kind in ('user', 'mnt', 'pid', 'net'):
    fd = os.open('/proc/self/ns/' + kind, os.O_RDONLY)
    if sc(308 if X else 268, fd, 0) == 0: print('PWN:setns ' + kind)
print('setns pidfd', sc(308 if X else 268, sc(434, os.getpid(), 0), 0x10000000))`),
    expect: 'no namespace is made or entered, by unshare, clone, clone3 or setns',
  },
  {
    id: 'mounts-by-handle',
    category,
    command: python(`
for name, nr, args in (('mount', 165 if X else 40, (b'tmpfs', b'/work', b'tmpfs', 0, 0)), ('bind', 165 if X else 40, (b'/proc', b'/work', 0, 4096, 0)), ('propagate', 165 if X else 40, (0, b'/work', 0, 1 << 18, 0)), ('umount2', 166 if X else 39, (b'/proc/kcore', 2)), ('fsopen', 430, (b'proc', 0)), ('fsmount', 432, (0, 0, 0)), ('open_tree', 428, (-100, b'/', 1)), ('open_tree plain', 428, (-100, b'/', 0)), ('move_mount', 429, (-100, b'/proc', -100, b'/work', 0)), ('mount_setattr', 442, (-100, b'/', 0, struct.pack('QQQQ', 0, 1, 0, 0), 32)), ('pivot_root', 155 if X else 41, (b'/work', b'/work')), ('chroot', 161 if X else 51, (b'/work',)), ('swapon', 167 if X else 224, (b'/work/x', 0)), ('statmount', 457, (0, 0, 0, 0))):
    r = sc(nr, *args); print(name, r)
    if r >= 0 and name != 'open_tree plain': print('PWN:' + name)
    elif r in (-errno.EFAULT, -errno.EINVAL, -errno.ENOENT, -errno.EBADF): print('PWN:reached ' + name, r)`),
    expect: 'the mount family is refused before its arguments are looked at',
  },
  {
    id: 'rarely-needed-calls',
    category,
    command: python(`
L = (('userfaultfd', 323 if X else 282, (1,)), ('io_uring_setup', 425, (8, b'\\0' * 120)), ('io_uring_enter', 426, (0, 0, 0, 0, 0)), ('bpf', 321 if X else 280, (5, b'\\0' * 120, 120)), ('perf_event_open', 298 if X else 241, (b'\\0' * 120, 0, -1, -1, 0)), ('kexec_file_load', 320 if X else 294, (0, 0, 0, 0, 0)), ('open_by_handle_at', 304 if X else 265, (0, b'\\0' * 16, 0)), ('name_to_handle_at', 303 if X else 264, (-100, b'/', b'\\0' * 160, b'\\0' * 8, 0)), ('fanotify_init', 300 if X else 262, (0x200, 0)), ('add_key', 248 if X else 217, (0, 0, 0, 0, 0)), ('process_madvise', 440, (0, 0, 0, 0, 0)), ('pidfd_getfd', 438, (0, 0, 0)), ('ptrace traceme', 101 if X else 117, (0, 0, 0, 0)), ('personality', 135 if X else 92, (0x0400000,)), ('syslog', 103 if X else 116, (10, 0, 0)), ('lookup_dcookie', 212 if X else 18, (0, 0, 0)), ('quotactl', 179 if X else 60, (0x800007 << 8, 0, 0, 0)), ('vmsplice', 278 if X else 75, (-1, 0, 0, 0)), ('adjtimex', 159 if X else 171, (struct.pack('I', 1) + b'\\0' * 300,)), ('settimeofday', 164 if X else 170, (b'\\0' * 16, 0)), ('clock_adjtime', 305 if X else 266, (0, struct.pack('I', 1) + b'\\0' * 300)), ('acct', 163 if X else 89, (0,)), ('migrate_pages', 256 if X else 238, (0, 0, 0, 0)), ('memfd_secret', 447, (0,)))
for name, nr, args in L:
    r = sc(nr, *args); print(name, r)
    if r >= 0 and name not in ('personality', 'vmsplice'): print('PWN:' + name)`),
    expect: 'calls that a shell user never needs are refused',
  },
  {
    id: 'sockets-of-the-kernel',
    category,
    command: python(`
import socket
for name, make in (('packet', lambda: socket.socket(17, 3, 0)), ('raw', lambda: socket.socket(2, 3, 1)), ('raw6', lambda: socket.socket(10, 3, 58)), ('alg', lambda: socket.socket(38, 5, 0)), ('vsock', lambda: socket.socket(40, 1, 0)), ('vsock datagram', lambda: socket.socket(40, 2, 0)), ('xdp', lambda: socket.socket(44, 3, 0)), ('tipc', lambda: socket.socket(30, 1, 0)), ('smc', lambda: socket.socket(43, 1, 0)), ('can', lambda: socket.socket(29, 3, 1)), ('rds', lambda: socket.socket(21, 5, 0)), ('key', lambda: socket.socket(15, 3, 2)), ('vsock pair', lambda: socket.socketpair(40, 1, 0)), ('nfnetlink', lambda: socket.socket(16, 3, 12).sendto(struct.pack('IHHII', 20, 0x0a00, 0x401, 1, 0) + b'\\0' * 4, (0, 0)) and (_ for _ in ()).throw(OSError('answered by an error')))):
    attempt(name, make)
def link():
    s = socket.socket(16, 3, 0); s.settimeout(2)
    m = struct.pack('BBHiII', 0, 0, 0, 0, 0, 0) + struct.pack('HH', 10, 3) + b'pwn0\\0\\0\\0\\0' + struct.pack('HH', 16, 18) + struct.pack('HH', 9, 1) + b'dummy\\0\\0\\0'
    s.sendto(struct.pack('IHHII', 16 + len(m), 16, 0x605, 1, 0) + m, (0, 0))
    code = struct.unpack('i', s.recv(4096)[16:20])[0]
    if code: raise OSError(-code, 'refused')
attempt('new link', link)`),
    expect: 'no sockets but those of files and of an empty network; no device can be added to it',
  },
  {
    id: 'network-by-every-protocol',
    category,
    command: python(`
import socket
H, P = '@CANARYHOST@', @CANARYPORT@
for name, kind, proto in (('udp', 2, 17), ('icmp', 2, 1), ('udplite', 2, 136), ('sctp', 1, 132), ('mptcp', 1, 262)):
    def go():
        s = socket.socket(2, kind, proto); s.settimeout(1)
        s.connect((H, P)); s.send(b'hello')
    attempt(name, go)
def fast():
    s = socket.socket(); s.settimeout(1)
    if s.sendto(b'hello', 0x20000000, (H, P)) > 0: return
    raise OSError('nothing sent')
attempt('fast open', fast)
for h in ('127.0.0.1', '0.0.0.0', '127.0.1.1', 'localhost', '::1', '::ffff:127.0.0.1'):
    attempt('own ' + h, lambda: socket.create_connection((h, P), 1))
attempt('multicast', lambda: socket.socket(2, 2).sendto(b'x', ('224.0.0.251', 5353)))
attempt('broadcast', lambda: socket.socket(2, 2).sendto(b'x', ('255.255.255.255', 9)))`),
    expect: 'nothing is sent and nobody answers, by no protocol, on no address',
  },
  {
    id: 'masked-files',
    category,
    command: `for f in /proc/kcore /proc/keys /proc/timer_list /proc/sched_debug /proc/latency_stats /proc/sysrq-trigger /proc/kallsyms /proc/modules /proc/config.gz /proc/cmdline /proc/kpagecount /proc/kpageflags /proc/slabinfo /proc/vmallocinfo /proc/iomem /proc/mtrr /sys/firmware /sys/fs/cgroup /sys/devices/virtual/dmi/id /sys/class/dmi/id /sys/class/powercap /sys/devices/virtual/powercap /proc/acpi /proc/scsi /proc/asound /sys/kernel/debug /sys/kernel/tracing /sys/kernel/security /sys/kernel/notes /sys/kernel/vmcoreinfo /sys/kernel/btf /sys/hypervisor; do
  if [ -d $f ]; then n=$(ls -A $f 2>/dev/null | wc -l); else n=$(timeout 1 head -c 64 $f 2>/dev/null | wc -c); fi
  echo "$f $n"
done`,
    expect: 'files that tell of the host’s kernel and hardware are empty',
  },
  {
    id: 'host-paths-in-mounts',
    category,
    command: 'cat /proc/self/mountinfo | cut -c1-300',
    expect: 'informational: where the folder lies on the host shows in the table of mounts (not its content)',
    informational: true,
  },
  {
    id: 'cgroup-writes',
    category,
    command: `mkdir /tmp/cg; mount -t cgroup2 none /tmp/cg 2>/dev/null && echo PWN:mount
find /sys/fs/cgroup -writable 2>/dev/null | head -3 | sed 's/^/PWN:writable /'
for f in $(find /sys/fs/cgroup -name release_agent -o -name cgroup.procs -o -name notify_on_release -o -name 'memory.*limit*' -o -name pids.max 2>/dev/null | head -40); do (echo 1 > $f) 2>/dev/null && echo PWN:$f; done
mkdir /sys/fs/cgroup/x /sys/fs/cgroup/memory/x 2>/dev/null && echo PWN:mkdir; true`,
    expect: 'limits cannot be lifted from inside, and no agent be named',
  },
  {
    id: 'noexec-tmp',
    category,
    command: `cp /bin/true /tmp/t; chmod 755 /tmp/t; /tmp/t 2>/dev/null && echo PWN:exec
for l in /lib64/ld-linux-x86-64.so.2 /lib/ld-linux-aarch64.so.1; do [ -e $l ] && $l /tmp/t 2>/dev/null && echo PWN:loader; done
python3 - <<'PYE'
import mmap, os
f = os.open('/tmp/t', os.O_RDONLY)
try: mmap.mmap(f, 4096, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_EXEC); print('PWN:mmap')
except OSError as e: print(e)
PYE
true`,
    expect: 'nothing in /tmp is executed, not by the loader either',
  },
  {
    id: 'terminals',
    category,
    command: python(`
import fcntl, termios
for p in ('/dev/console', '/dev/tty', '/dev/tty0', '/dev/ttyS0', '/dev/vcs', '/dev/hvc0'):
    def inject():
        fd = os.open(p, os.O_RDWR | os.O_NOCTTY)
        fcntl.ioctl(fd, termios.TIOCSTI, b'x')
    attempt(p, inject)
for fd in (0, 1, 2):
    attempt('sti %d' % fd, lambda: fcntl.ioctl(fd, termios.TIOCSTI, b'x'))
    attempt('linux %d' % fd, lambda: fcntl.ioctl(fd, 0x541c, b'\\x03'))`),
    expect: 'no terminal of anybody’s can be typed into',
  },
  {
    id: 'neighbours-processes',
    category,
    command: 'kill -9 -1; for p in $(seq 2 400); do kill -9 $p 2>/dev/null; done; echo tried',
    beside: 'sleep 2; echo alive',
    expect: 'another person’s command of the same uid is not hit by a signal',
  },
  {
    id: 'memfd-exec',
    category,
    command: `python3 -c "
import os
f = os.memfd_create('x'); os.write(f, open('/bin/true', 'rb').read())
os.execve(f, ['x'], {})"; echo $?`,
    expect: 'informational: code in memory can be run; noexec is no wall against one’s own programs',
    informational: true,
  },
]
