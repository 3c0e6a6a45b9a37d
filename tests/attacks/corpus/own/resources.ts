import type { Attack } from '../attack.ts'
import { python } from './python.ts'

const category = 'floods'

/** What is shared with others: space, kernel objects counted per uid, processors. */
export const resources: Attack[] = [
  {
    id: 'disk-fallocate',
    category,
    command:
      'for i in 1 2 3 4 5 6; do fallocate -l 100M /work/a$i || break; sleep 0.3; done; du -sm /work; sleep 3; echo on',
    expect: 'space that is only reserved counts, and stops at the quota',
    timeoutMs: 20_000,
  },
  {
    id: 'disk-at-once',
    category,
    command:
      'for i in $(seq 1 12); do head -c 60M /dev/zero > /work/p$i & done; wait; du -sm /work; sleep 3; echo on',
    expect: 'many writers at once are stopped soon after the quota',
    timeoutMs: 25_000,
  },
  {
    id: 'disk-unnamed',
    category,
    command: python(`
held = []; n = 0
try:
    for i in range(40):
        f = os.open('/work', os.O_TMPFILE | os.O_RDWR); held.append(f)
        for j in range(12): os.write(f, b'\\0' * (1 << 20)); n += 1
        time.sleep(0.05)
except OSError as e: print(e)
print('unnamed MB', n, flush=True)
if n > 320: print('PWN:unnamed', n, flush=True)
time.sleep(3)`),
    expect: 'files that never had a name count too',
    timeoutMs: 25_000,
  },
  {
    id: 'disk-mapped',
    category,
    command: python(`
import mmap
n = 0
for i in range(4):
    f = os.open('/work/m%d' % i, os.O_CREAT | os.O_RDWR); os.ftruncate(f, 100 << 20)
    m = mmap.mmap(f, 100 << 20)
    for at in range(0, 100 << 20, 4096): m[at] = 1
    m.flush(); m.close(); os.close(f); n += 100; print(n, flush=True)
time.sleep(3); print('on')`),
    expect: 'pages written through a mapping of a sparse file count',
    timeoutMs: 30_000,
  },
  {
    id: 'disk-churn',
    category,
    command: python(`
end = time.time() + 6; i = 0
os.makedirs('/work/a'); os.makedirs('/work/b')
while time.time() < end:
    i += 1
    with open('/work/a/%d' % i, 'wb') as f: f.write(b'x' * (1 << 20))
    try: os.rename('/work/a', '/work/c'); os.rename('/work/b', '/work/a'); os.rename('/work/c', '/work/b')
    except OSError: pass
print('MB', i, flush=True); time.sleep(2)`),
    expect: 'folders that are moved while they are counted hide nothing',
    timeoutMs: 25_000,
  },
  {
    id: 'disk-full-then-again',
    category,
    command:
      'head -c 150M /dev/zero > /work/big$RANDOM$RANDOM; sleep 2; head -c 100M /dev/zero > /work/more$RANDOM$RANDOM; sleep 1; du -sm /work',
    repeat: 3,
    expect: 'one that is full cannot add the quota again with each new command',
    timeoutMs: 20_000,
  },
  {
    id: 'disk-long-names',
    category,
    command: python(`
n = 0
try:
    for d in range(40):
        os.mkdir('/work/%d' % d)
        for i in range(1500): os.symlink('t' * 2000, '/work/%d/%s%d' % (d, 'n' * 240, i)); n += 1
except OSError as e: print(e)
print('links', n)`),
    expect: 'entries without content count: long names, links whose target fills a block',
    timeoutMs: 40_000,
  },
  {
    id: 'disk-after-false-alarms',
    category,
    command: python(`
def make(name): os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
os.mkdir('/work/kept'); os.mkdir('/work/gone'); os.mkdir('/work/more')
for i in range(8000): make('/work/kept/%d' % i)
for i in range(12000): make('/work/gone/%d' % i); os.unlink('/work/gone/%d' % i)
print('now', flush=True)
for i in range(60000): make('/work/more/%d' % i)
time.sleep(20); print('all')`),
    expect:
      'a watch that was alarmed for nothing looks away for a while only: the command is ended all the same',
    timeoutMs: 60_000,
  },
  {
    id: 'uid-inotify',
    category,
    command: python(`
n = 0
for p in range(8):
    if os.fork() == 0:
        while sc(294 if X else 26, 0) >= 0: n += 1
        time.sleep(4); os._exit(0)
time.sleep(5); print('held')`),
    beside: `sleep 2; ${python(`
r = sc(294 if X else 26, 0)
print('instance', r)
if r == -errno.EMFILE: print('PWN:starved')`)}`,
    expect: 'watches of files are counted per uid: one person must not use up another’s',
    timeoutMs: 15_000,
  },
  {
    id: 'uid-signals',
    category,
    command: python(`
import signal
signal.pthread_sigmask(signal.SIG_BLOCK, range(34, 64)); n = 0
while sc(129 if X else 138, os.getpid(), 40, b'\\0' * 8 + struct.pack('i', -1) + b'\\0' * 200) == 0 and n < 200000: n += 1
print('queued', n, flush=True); time.sleep(7)`),
    beside: `sleep 2; ${python(`
t = ctypes.create_string_buffer(8)
r = sc(222 if X else 107, 1, 0, t)
print('timer', r)
if r == -errno.EAGAIN: print('PWN:starved')`)}`,
    expect: 'queued signals are counted per uid: one person must not use up another’s',
    timeoutMs: 15_000,
  },
  {
    id: 'uid-pipes',
    category,
    command: python(`
import fcntl
n = 0
for p in range(6):
    if os.fork() == 0:
        while True:
            try:
                r, w = os.pipe(); os.set_blocking(w, False)
                try: fcntl.fcntl(w, 1031, 1 << 20)
                except OSError: pass
                while os.write(w, b'x' * 65536): n += 65536
            except BlockingIOError: pass
            except OSError as e: break
        time.sleep(4); os._exit(0)
time.sleep(5); print('held')`),
    beside: `sleep 2; ${python(`
r, w = os.pipe(); os.set_blocking(w, False)
n = 0
try:
    while True: n += os.write(w, b'x' * 4096)
except BlockingIOError: pass
print('room', n)
if n < 4096: print('PWN:starved')`)}`,
    expect: 'memory in pipes is the container’s own; others can still make pipes',
    timeoutMs: 15_000,
  },
  {
    id: 'uid-locks-and-queues',
    category,
    command: python(`
import fcntl
n = 0
f = os.open('/work/l', os.O_CREAT | os.O_RDWR)
try:
    for i in range(200000): fcntl.lockf(f, fcntl.LOCK_EX, 1, i * 2); n += 1
except OSError as e: print(e)
print('locks', n)
r = sc(240 if X else 180, b'q', 0o102, 0o600, 0); print('mq', r)
if r >= 0: print('PWN:mqueue')`),
    expect: 'message queues are not there; locks cost the container’s memory only',
    timeoutMs: 20_000,
  },
  {
    id: 'cpu-share',
    category,
    command: python(`
t = time.time()
kids = []
for i in range(6):
    if (pid := os.fork()) == 0:
        while time.time() - t < 3: pass
        os._exit(0)
    kids.append(pid)
for k in kids: os.waitpid(k, 0)
u = os.times(); used = u.children_user + u.children_system; wall = time.time() - t
print(round(used, 2), round(wall, 2))
if used > wall * 1.35: print('PWN:cpu')`),
    expect: 'many processes get no more of the processors than the limit',
    timeoutMs: 15_000,
  },
  {
    id: 'memory-by-page-cache',
    category,
    command: python(`
b = []
try:
    for i in range(200):
        f = os.memfd_create('m%d' % i); os.posix_fallocate(f, 0, 16 << 20); b.append(f)
    print('PWN:memfd', len(b) * 16)
except OSError as e: print(e)`),
    expect: 'memory behind descriptors is the container’s own',
  },
  {
    id: 'sleep-sort-of-forever',
    category,
    command: `for i in $(seq 1 60); do (trap '' TERM HUP INT; exec setsid sleep 1000) & done; wait`,
    timeoutMs: 2_000,
    expect: 'sixty sessions that ignore signals are gone with the time limit',
  },
  {
    id: 'writes-until-the-last-moment',
    category,
    command: `for i in 1 2 3 4; do (trap '' TERM; while :; do date +%s%N > /work/heartbeat; done) & done; while :; do :; done`,
    timeoutMs: 2_000,
    expect: 'after the time limit nothing is written any more',
  },
]
