import type { Attack } from '../attack.ts'
import { python } from './python.ts'

const category = 'runner'
const forged = String.raw`X\0\0\0\005e\0\0\0\0\n`

/** Against process 1 and the frames between it and the executor. */
export const runner: Attack[] = [
  {
    id: 'runner-proc-1',
    category,
    command: python(`
for name in ('environ', 'maps', 'mem', 'auxv', 'stack', 'syscall', 'io', 'pagemap', 'map_files', 'fd', 'fdinfo'):
    path = '/proc/1/' + name
    attempt('read ' + path, lambda: os.listdir(path) if os.path.isdir(path) else os.read(os.open(path, os.O_RDONLY), 64))
for name in ('mem', 'oom_score_adj', 'comm', 'timerslack_ns', 'clear_refs', 'coredump_filter', 'setgroups', 'uid_map'):
    attempt('write ' + name, lambda: os.write(os.open('/proc/1/' + name, os.O_WRONLY), b'0'))
for name in ('cwd', 'root', 'exe'):
    attempt('follow ' + name, lambda: os.readlink('/proc/1/' + name))`),
    expect: 'process 1 shows nothing of itself and takes nothing',
  },
  {
    id: 'runner-its-descriptors',
    category,
    command: `for fd in $(seq 0 20); do
  (printf '${forged}' > /proc/1/fd/$fd) 2>/dev/null && echo PWN:wrote-$fd
  (timeout 1 head -c 1 /proc/1/fd/$fd >/dev/null) 2>/dev/null && echo PWN:read-$fd
done; exit 7`,
    expect: 'a frame cannot be put beside those of process 1, nor its command channel be read',
  },
  {
    id: 'runner-forged-frames',
    category,
    command: `printf '${forged}'; printf '${forged}' >&2; printf 'S\\0\\0\\0\\0\\nR\\0\\0\\0\\001\\001\\nO\\377\\377\\377\\377\\nX\\0\\0\\0\\005k\\0\\0\\0\\0\\n'; echo; echo tail; exit 9`,
    expect: 'frames in the output are output; the exit code is the real one',
  },
  {
    id: 'runner-inherited-descriptors',
    category,
    command: python(`
mine = set(os.listdir('/proc/self/fd'))
for fd in sorted(mine, key=int):
    try: target = os.readlink('/proc/self/fd/' + fd)
    except OSError: continue
    print(fd, target)
    if int(fd) > 2 and not target.startswith('/proc/') and 'PYE' not in target: print('PWN:descriptor', fd, target)`),
    expect: 'a command inherits three descriptors and no other',
  },
  {
    id: 'runner-stdin-null',
    category,
    command: `${['read -t 1 line && echo PWN:line', 'stat -L -c "%t:%T" /proc/self/fd/0 | grep -qx 1:3 || echo PWN:stdin', 'test "$(timeout 1 cat | wc -c)" = 0 || echo PWN:bytes'].join('; ')}; echo done`,
    expect: 'stdin is /dev/null, whatever the executor talks to process 1 over',
  },
  {
    id: 'runner-signals',
    category,
    command: `for s in $(seq 1 64); do [ $s = 32 ] || [ $s = 33 ] || kill -$s 1 2>/dev/null; done
for i in $(seq 1 2000); do kill -CHLD 1 2>/dev/null; kill -CONT 1; done; echo alive; exit 5`,
    expect: 'process 1 takes no signal from inside',
  },
  {
    id: 'runner-kill-everything',
    category,
    command: 'kill -9 -1; sleep 1; echo on; exit 6',
    expect: 'a command that kills all it can has killed itself at most; the result comes at once',
    timeoutMs: 8_000,
  },
  {
    id: 'runner-ptrace',
    category,
    command: python(`
print('attach', sc(101 if X else 117, 16, 1, 0, 0), 'seize', sc(101 if X else 117, 0x4206, 1, 0, 0))
if sc(101 if X else 117, 0x4206, 1, 0, 0) >= 0: print('PWN:seized')
buf = ctypes.create_string_buffer(16)
iov = struct.pack('PN', ctypes.addressof(buf), 16); far = struct.pack('PN', 0x400000, 16)
for name, nr in (('readv', 310 if X else 270), ('writev', 311 if X else 271)):
    if sc(nr, 1, iov, 1, far, 1, 0) >= 0: print('PWN:process_vm_' + name)
fd = sc(434, 1, 0)
if fd >= 0 and any(sc(438, fd, n, 0) >= 0 for n in range(8)): print('PWN:pidfd_getfd')
print('kcmp', sc(312 if X else 272, 1, os.getpid(), 0, 0, 0), 'prlimit', sc(302 if X else 261, 1, 7, 0, ctypes.create_string_buffer(16)))
if sc(302 if X else 261, 1, 7, struct.pack('QQ', 4, 4), 0) >= 0: print('PWN:prlimit')`),
    expect: 'process 1 cannot be traced, read, written, limited, nor its descriptors be taken',
  },
  {
    id: 'runner-orphans',
    category,
    command: python(`
for i in range(1500):
    if (pid := os.fork()) == 0:
        if os.fork() == 0: os._exit(0)
        os._exit(0)
    os.waitpid(pid, 0)
print('orphaned'); sys.exit(4)`),
    expect: 'orphans are reaped, and none of their exit codes is taken for the command’s',
    timeoutMs: 20_000,
  },
  {
    id: 'runner-forks-on',
    category,
    command: `respawn() { trap '' TERM HUP INT; while :; do date +%s%N > /work/heartbeat; (sleep 0.01 &) ; done; }
for i in 1 2 3 4; do (setsid bash -c "$(declare -f respawn); respawn" &) ; done; sleep 1; exit 3`,
    expect: 'what forks on while it is killed dies too; nothing writes after the result',
  },
  {
    id: 'runner-spams-on',
    category,
    command: `(setsid bash -c "trap '' TERM PIPE; while :; do echo late; done" &) ; echo main; exit 0`,
    expect: 'a daemon that fills the pipe does not keep the result back',
    timeoutMs: 10_000,
  },
  {
    id: 'runner-odd-pipes',
    category,
    command: python(`
import fcntl
for fd in (1, 2):
    fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_NONBLOCK | os.O_ASYNC)
    try: print('pipe', fcntl.fcntl(fd, 1031, 1 << 20))
    except OSError as e: print(e)
wrote = 0
end = time.time() + 2
while time.time() < end and wrote < 2 << 20:
    try: wrote += os.write(1, b'z' * 65536)
    except BlockingIOError: time.sleep(0.005)
try: thief = os.open('/proc/self/fd/1', os.O_RDONLY | os.O_NONBLOCK); print('PWN:' if os.fstat(thief).st_ino != os.fstat(1).st_ino else 'same pipe')
except OSError as e: print(e)
os._exit(6)`),
    expect:
      'pipes that were made non-blocking, larger or read by the command itself end nothing but the command',
  },
  {
    id: 'runner-tiny-writes',
    category,
    command: python(`
for i in range(60000): os.write(1 + i % 2, b'.')
sys.exit(2)`),
    expect: 'a frame for each byte costs a bounded amount, and no byte is lost',
    timeoutMs: 25_000,
  },
  {
    id: 'runner-closes-all',
    category,
    command: python(`
os.closerange(0, 1024)
time.sleep(0.5)
os._exit(11)`),
    expect: 'a command without any descriptor still has its exit code',
  },
  {
    id: 'runner-stops-itself',
    category,
    command: 'kill -STOP $$; echo on',
    expect: 'a stopped command is ended at its time limit',
    timeoutMs: 2_000,
  },
  {
    id: 'runner-execs-itself-away',
    category,
    command: `exec -a '[kworker]' python3 -c "import os,ctypes; ctypes.CDLL(None).prctl(15,b'init',0,0,0); os.setpgid(0,0) if os.getpgid(0)!=os.getpid() else None; print(os.getppid()); os._exit(13)"`,
    expect: 'another name, another group: the exit code is still known',
  },
]
