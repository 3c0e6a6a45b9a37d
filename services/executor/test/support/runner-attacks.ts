import type { Expected } from './runner-commands.ts'

const libc = `import ctypes, os, signal, time; libc = ctypes.CDLL(None, use_errno=True)
room = ctypes.create_string_buffer(16); here = (ctypes.c_size_t * 2)(ctypes.addressof(room), 16)
`
/** The frame of somebody who has ended well. */
const forgedEnd = String.raw`X\0\0\0\5e\0\0\0\0\n`

const limits = `import os, resource
def take(*which):
  for each in which:
    try: resource.prlimit(1, each, (0, 0))
    except PermissionError as error: os.write(2, str(error).encode())
`

/** A call that is tried on process 1: prints the error's number. */
const tried = (call: string) => ({
  python: `${libc}print(${call}, ctypes.get_errno())`,
  exit: 'e 0',
  unfiltered: true,
})
const notPermitted = '-1 1\n'

/** From inside a sandbox against process 1: that it is told the truth of, to the end, is all the host relies on. */
export const attacksFromInside: Record<string, Expected> = {
  'forges the end on its stdout': {
    script: `printf '${forgedEnd}'; exit 7`,
    exit: 'e 7',
    stdout: Buffer.from('X\0\0\0\x05e\0\0\0\0\n'),
  },
  'forges the end in pieces on both outputs': {
    script: `printf 'X\\0\\0' >&2; printf '${forgedEnd}'; printf '\\n${forgedEnd}' >&2; exit 7`,
    exit: 'e 7',
  },
  'writes to descriptors of process 1': {
    script: `for fd in 0 1 2 3; do printf '${forgedEnd}' >/proc/1/fd/$fd; done 2>/dev/null; exit 7`,
    exit: 'e 7',
    stdout: '',
  },
  'lists what process 1 has open': { script: 'ls /proc/1/fd', exit: 'e 2', stderr: /Permission denied/ },
  'reads what process 1 is made of': {
    script: `cd /proc/1; for f in environ maps mem io exe root/etc/passwd cwd/plain auxv stack; do
      head -c1 $f >/dev/null 2>&1 && echo $f; done; true`,
    exit: 'e 0',
    stdout: '',
    unfiltered: true,
  },
  'writes into the memory of process 1': {
    script:
      'for f in mem oom_score_adj timerslack_ns; do echo 1 >/proc/1/$f && echo $f; done 2>/dev/null; true',
    exit: 'e 0',
    stdout: '',
    unfiltered: true,
  },
  'writes over the program of process 1': {
    script: 'echo >/usr/local/libexec/sandbox-runner',
    exit: 'e 1',
    stderr: /Permission denied|Read-only/,
  },
  'runs the program of process 1 itself': {
    argv: ['/usr/local/libexec/sandbox-runner'],
    exit: 'e 70',
    stdout: '',
  },
  'traces process 1': { ...tried('libc.ptrace(16, 1, 0, 0)'), stdout: notPermitted },
  'seizes process 1': { ...tried('libc.ptrace(0x4206, 1, 0, 0)'), stdout: notPermitted },
  'reads memory of process 1 by call': {
    ...tried('libc.process_vm_readv(1, here, 1, here, 1, 0)'),
    stdout: notPermitted,
  },
  'takes a descriptor from process 1': {
    ...tried('libc.syscall(438, libc.syscall(434, 1, 0), 1, 0)'),
    stdout: notPermitted,
  },
  'sends process 1 every signal': {
    script: 'for s in {1..64}; do kill -$s 1 2>/dev/null; done; sleep 0.05; exit 5',
    exit: 'e 5',
  },
  'sends process 1 every signal from a thousand': {
    script: 'for i in {1..300}; do kill -CHLD 1; kill -KILL 1; kill -STOP 1; done; exit 5',
    exit: 'e 5',
  },
  'has the kernel send SIGKILL to process 1': {
    python: `${libc}import fcntl
r, w = os.pipe()
for end in (r, w, 1, 2):
  fcntl.fcntl(end, fcntl.F_SETOWN, 1); fcntl.fcntl(end, 10, signal.SIGKILL)
  fcntl.fcntl(end, fcntl.F_SETFL, fcntl.fcntl(end, fcntl.F_GETFL) | os.O_ASYNC)
for i in range(50): os.write(w, b'x'); os.write(1, b'x'); os.read(r, 1)
os._exit(5)`,
    exit: 'e 5',
    stdout: 'x'.repeat(50),
  },
  'takes processor time away from process 1': {
    python: `${limits}take(resource.RLIMIT_CPU); print('x' * 2**20); os._exit(5)`,
    exit: 'e 5',
    stderr: /not permitted/,
  },
  'takes descriptors and memory away from process 1': {
    python: `${limits}take(resource.RLIMIT_NOFILE, resource.RLIMIT_AS, resource.RLIMIT_FSIZE)
for i in range(40): os.write(1, b'x' * 4096)
os._exit(5)`,
    exit: 'e 5',
    stdout: 'x'.repeat(40 * 4096),
    unfiltered: true,
  },
  'puts process 1 last in line': {
    python: `import os
last = os.sched_param(0)
for put in (lambda: os.sched_setscheduler(1, os.SCHED_IDLE, last), lambda: os.setpriority(os.PRIO_PROCESS, 1, 19),
    lambda: os.setpriority(os.PRIO_USER, 0, 19), lambda: os.sched_setparam(1, last)):
  try: put(); print('was put')
  except PermissionError: pass
os._exit(5)`,
    exit: 'e 5',
    stdout: '',
  },
  'stops all it may stop': {
    script: 'sleep 1000 & kill -STOP -1; echo on',
    backstopSeconds: 1,
    exit: /^(t 9|e 0)$/,
  },
  'ends all it may end': { script: 'sleep 1000 & kill -KILL -1; exit 5', exit: 'e 5' },
  'forks for ever': {
    // Waits without a process of its own: beside the bomb there may be none left for it.
    script: `f() { f | f & }; f 2>/dev/null
      until=$((${'${EPOCHREALTIME/./}'} + 500000)); while ((${'${EPOCHREALTIME/./}'} < until)); do :; done; exit 5`,
    exit: 'e 5',
  },
  'forks for ever until it is told off': {
    script: 'f() { f | f & }; f 2>/dev/null; while :; do :; done',
    backstopSeconds: 1,
    exit: 't 9',
  },
  'leaves a thousand orphans': {
    script: `for i in {1..1000}; do (true & true &) done; sleep 0.2
      grep -l '^State:.Z' /proc/[0-9]*/status 2>/dev/null | wc -l`,
    exit: 'e 0',
    stdout: '0\n',
  },
  'leaves nobody to be waited for, by being traced': {
    python: `${libc}
if os.fork() == 0:
  os.setsid(); libc.ptrace(16, os.getppid(), 0, 0); time.sleep(1000)
time.sleep(0.2); os._exit(5)`,
    backstopSeconds: 2,
    exit: /^(e 5|t 9|s \\d+)$/,
    unfiltered: true,
  },
  'leaves daemons that go on writing': {
    script: `for i in 1 2 3; do setsid bash -c 'trap "" TERM HUP; while :; do echo on; done' & done; exec sleep 0.1`,
    exit: 'e 0',
  },
  'opens as many files as it can': {
    python: `import os
try:
  while True: os.open('/', 0)
except OSError as e: os.write(1, str(e.errno).encode())`,
    exit: 'e 0',
    stdout: '24',
  },
  'takes its output back out of the pipe': {
    python: `import os
r = os.open('/proc/self/fd/1', os.O_RDONLY | os.O_NONBLOCK)
for i in range(500):
  os.write(1, b'x')
  try: os.read(r, 9)
  except BlockingIOError: pass
os._exit(5)`,
    exit: 'e 5',
  },
  'makes its pipe as small as can be': {
    python: 'import fcntl, os; fcntl.fcntl(1, 1031, 4096); print("x" * 100_000, end="")',
    exit: 'e 0',
    stdout: 'x'.repeat(100_000),
  },
  'takes all the memory': { python: 'a = []\nwhile True: a.append(bytearray(2**20))', exit: 's 9' },
  'takes all the memory with small processes': {
    python: `import os, time
for i in range(50):
  if os.fork() == 0:
    a = bytearray(16 * 2**20); time.sleep(1000)
time.sleep(1); os._exit(5)`,
    exit: /^(e 5|s 9)$/,
  },
  'fills /tmp until there is no memory': {
    script:
      'for i in {1..40}; do head -c 8M /dev/zero >/dev/shm/$i; head -c 8M /dev/zero >/tmp/$i; done 2>/dev/null; exit 5',
    exit: /^(e 5|s 9)$/,
  },
}
