import type { Attack } from '../attack.ts'
import { python } from './python.ts'

const category = 'left-behind'

/** Traps for the person's next command, and for the services that read the folder. */
export const leftBehind: Attack[] = [
  {
    id: 'trap-programs',
    category,
    command: `mkdir -p /work/bin /work/.local/bin /work/usr/bin /work/files
for p in ls cat bash sh env git python3 node timeout date grep; do for d in /work /work/bin /work/.local/bin /work/files; do
  printf '#!/bin/bash\\necho PWN:path %s\\n' $d/$p > $d/$p; chmod 755 $d/$p; done; done; echo planted`,
    followup:
      'ls >/dev/null; cat /dev/null; git --version; python3 -c 1; node -e 1; date; bash -c true; env true; echo $PATH | grep -E "(^|:)(/work|\\.|)(:|$)" && echo PWN:path; true',
    expect: 'no program is taken from the folder by name alone',
  },
  {
    id: 'trap-start-files',
    category,
    command: `cd /work; for f in .bashrc .profile .bash_profile .bash_login .bash_logout .inputrc .bash_env .zshenv .kshrc; do echo 'echo PWN:rc' > $f; done
for f in usercustomize.py .pythonrc.py .pythonstartup; do echo 'print("PWN:py")' > $f; done
mkdir -p .config/git .config/python .local/lib/python3.11/site-packages .local/lib/python3.12/site-packages .node_modules .node_libraries
echo 'print("PWN:site")' | tee .local/lib/python3.1{1,2}/site-packages/{usercustomize,sitecustomize}.py >/dev/null
echo 'import os; print("PWN:pth")' > .local/lib/python3.11/site-packages/x.pth
printf '[core]\\n\\tpager = echo PWN:pager\\n[alias]\\n\\tversion = !echo PWN:alias\\n' | tee .gitconfig .config/git/config >/dev/null
echo '/work/evil.so' > ld.so.preload; echo done`,
    followup:
      'cd /tmp; bash -c true; sh -c true; bash -ic true 2>/dev/null; bash -lc true; python3 -c "pass"; node -e 0; git version; env | grep -E "^(LD_|BASH_ENV|ENV|PYTHONSTARTUP|NODE_OPTIONS|GIT_CONFIG)" && echo PWN:env; true',
    expect: 'no start-up file of the folder runs in the next command',
  },
  {
    id: 'trap-other-places',
    category,
    command:
      'for d in /tmp /dev/shm /run /var/tmp /home /var/lock /mnt /dev/mqueue /opt; do (echo trap > $d/trap) 2>/dev/null; done; mkdir -p /tmp/.x; echo x > /tmp/.bashrc; mkfifo /tmp/f; echo done',
    followup:
      'for d in /tmp /dev/shm /run /var/tmp /home /var/lock /mnt /dev/mqueue /opt; do [ -e $d/trap ] && echo PWN:kept $d; done; ls -A /tmp | grep . && echo PWN:tmp; true',
    expect: 'nothing outside the folder reaches the next command: a container is used once',
  },
  {
    id: 'trap-processes',
    category,
    command: `(setsid python3 -c "
import socket, time
a = socket.socket(socket.AF_UNIX); a.bind('\\0trap'); a.listen()
t = socket.socket(); t.bind(('127.0.0.1', 7777)); t.listen()
time.sleep(60)" >/dev/null 2>&1 &) ; sleep 1; echo listening`,
    followup: python(`
import socket
for name, s, at in (('abstract', socket.socket(socket.AF_UNIX), '\\0trap'), ('loopback', socket.socket(), ('127.0.0.1', 7777))):
    s.settimeout(1)
    attempt(name, lambda: s.connect(at))
print(len([p for p in os.listdir('/proc') if p.isdigit()]))
if len([p for p in os.listdir('/proc') if p.isdigit()]) > 6: print('PWN:processes')`),
    expect: 'no process and no socket of one command is there for the next',
  },
  {
    id: 'trap-process-state',
    category,
    command:
      "umask 777; ulimit -n 5; renice -n 19 $$ >/dev/null; trap '' CHLD INT PIPE; taskset -p 1 $$ 2>/dev/null; cd /; echo set",
    followup:
      '[ "$(umask)" = 0022 ] || echo PWN:umask; [ "$(ulimit -n)" -gt 100 ] || echo PWN:nofile; [ "$(nice)" = 0 ] || echo PWN:nice; grep -q "^SigIgn:.0*$" /proc/self/status || { grep SigIgn /proc/self/status; echo PWN:ignored; }; [ "$PWD" = /work ] || echo PWN:pwd',
    expect: 'a command begins with clean limits, signals, priority and folder',
  },
  {
    id: 'trap-git-hooks',
    category,
    command:
      "cd /work && git init -q . && printf '[core]\\n\\tfsmonitor = echo HOOK >&2; false\\n' >> .git/config && printf '#!/bin/sh\\necho HOOK\\n' > .git/hooks/post-checkout && chmod +x .git/hooks/post-checkout; echo done",
    followup: 'cd /work; git status --short 2>&1 | head -3',
    expect: 'informational: a repository in one’s own folder runs its own hooks, inside the sandbox',
    informational: true,
  },
  {
    id: 'setuid-by-every-way',
    category,
    command: python(`
import shutil, stat
def bits(p): return os.lstat(p).st_mode & 0o6000
def step(name, what):
    p = '/work/s-' + name
    try: what(p)
    except OSError as e: print(name, e)
    if os.path.lexists(p) and bits(p): print('PWN:' + name, oct(os.lstat(p).st_mode))
def filed(p): open(p, 'w').close()
step('chmod', lambda p: (filed(p), os.chmod(p, 0o4755)))
step('fchmod', lambda p: os.fchmod(os.open(p, os.O_CREAT | os.O_RDWR), 0o2755))
step('fchmodat', lambda p: (filed(p), os.chmod(os.path.basename(p), 0o6755, dir_fd=os.open('/work', os.O_RDONLY))))
step('fchmodat2', lambda p: (filed(p), sc(452, -100, p.encode(), 0o6755, 0)))
os.umask(0)
step('open', lambda p: os.close(os.open(p, os.O_CREAT | os.O_WRONLY, 0o4755)))
step('creat', lambda p: sc(85, p.encode(), 0o4755) if X else None)
step('openat2', lambda p: sc(437, -100, p.encode(), struct.pack('QQQ', os.O_CREAT | os.O_WRONLY, 0o4755, 0), 24))
step('mknod', lambda p: os.mknod(p, stat.S_IFREG | 0o4755))
step('mkdir', lambda p: os.mkdir(p, 0o2755))
step('folder', lambda p: (os.mkdir(p), os.chmod(p, 0o2777)))
step('tmpfile', lambda p: os.link('/proc/self/fd/%d' % os.open('/work', os.O_TMPFILE | os.O_RDWR, 0o4755), p, follow_symlinks=True))
step('mkfifo', lambda p: os.mkfifo(p, 0o4755))`),
    expect: 'no file of the folder gets a setuid or setgid bit, whatever call asks for it',
  },
  {
    id: 'devices-by-every-way',
    category,
    command: python(`
import stat
for name, kind, dev in (('null', stat.S_IFCHR, (1, 3)), ('mem', stat.S_IFCHR, (1, 1)), ('disk', stat.S_IFBLK, (254, 0))):
    for d in ('/work/', '/tmp/'):
        attempt('mknod ' + d + name, lambda: os.mknod(d + name, kind | 0o666, os.makedev(*dev)))
for p in ('/dev/mem', '/dev/kmsg', '/dev/kvm', '/dev/fuse', '/dev/net/tun', '/dev/loop0', '/dev/loop-control', '/dev/userfaultfd', '/dev/vsock', '/dev/vhost-net', '/dev/sda', '/dev/vda', '/dev/mapper/control', '/dev/rtc0', '/dev/uinput'):
    attempt('open ' + p, lambda: os.open(p, os.O_RDONLY))
import glob
blocks = [p for p in glob.glob('/dev/**', recursive=True) if stat.S_ISBLK(os.lstat(p).st_mode)]
if blocks: print('PWN:blocks', blocks)`),
    expect: 'no device can be made, none but the harmless ones is there',
  },
  {
    id: 'fifo-everywhere',
    category,
    command:
      'cd /work; rm -rf files cache logs; for p in files cache logs notes.txt; do mkfifo $p; done; ln -s /dev/zero zero; ln -s /dev/full full; ln -s /proc/kmsg k; mkfifo .aika; ls -la',
    followup: 'echo NEXT_OK',
    expect: 'pipes and endless devices in the place of folders hang neither services nor the next command',
  },
  {
    id: 'layout-of-links',
    category,
    command:
      'cd /work; rm -rf files cache logs; ln -s @USERS@/200 files; ln -s @HOSTROOT@ cache; ln -s /proc/self logs; ln -s @USERS@/200/secret.txt note.txt; ls -la',
    followup:
      'ls -la /work/files/ 2>&1; cat /work/files/secret.txt /work/cache/HOST_SECRET 2>&1; echo NEXT_OK',
    expect: 'links in the place of the layout lead neither a service nor the next command anywhere',
  },
  {
    id: 'hard-links-many',
    category,
    command: python(`
n = 0
try:
    for f in range(4):
        open('/work/one%d' % f, 'w').write('x')
        for i in range(50000): os.link('/work/one%d' % f, '/work/l%d-%d' % (f, i)); n += 1
        print(n, flush=True)
except OSError as e: print(e)
time.sleep(3); print('on')`),
    expect: 'many names of few files are ended at the next count of the folder',
    timeoutMs: 30_000,
  },
  {
    id: 'names-terrible',
    category,
    command: python(`
names = [b'-rf', b'--help', b'*', b'?', b'~', b'$(id)', b'\`id\`', b';id', b'|id', b'a\\\\b', b'a:b', b'CON', b'.' * 3, b' ', b'\\xff' * 200, b'\\x1b[2J', b'\\r', b'\\n', b'a\\n../../200/secret.txt', b'<b>x</b>', b'"', b"'", bytes(range(1, 47)), b'\\xe2\\x80\\xae', b'\\xed\\xa0\\x80', b'a' * 255, b'%00', b'%2e%2e%2f', b'__proto__', b'constructor']
for n in names:
    try: open(b'/work/files/' + n, 'w').write('x')
    except OSError as e: print(n, e)
print(len(os.listdir('/work/files')))`),
    expect: 'names that are options, patterns, mark-up or no text at all harm nobody',
  },
  {
    id: 'times-false',
    category,
    command: python(`
open('/work/cache/old', 'w').write('x'); open('/work/cache/new', 'w').write('x')
for p, t in (('old', -2**31), ('new', 2**40), ('old', 0), ('new', 2**33)):
    try: os.utime('/work/cache/' + p, (t, t))
    except OSError as e: print(e)
os.utime('/work', (0, 0)); print('ok')`),
    expect: 'times before 1970 and far ahead break neither listings nor clean-up',
  },
  {
    id: 'xattr-and-acl',
    category,
    command: python(`
f = open('/work/f', 'w'); n = 0
for i in range(200):
    try: os.setxattr('/work/f', 'user.%d' % i, b'x' * 4000); n += 1
    except OSError as e: print(i, e); break
try: os.setxattr('/work', 'system.posix_acl_default', struct.pack('<IHHIHHIHHIHHIHHI', 2, 1, 7, 0xffffffff, 2, 7, 65534, 4, 7, 0xffffffff, 16, 7, 0xffffffff, 32, 7, 0xffffffff))
except OSError as e: print(e)
open('/work/g', 'w').write('x'); os.chmod('/work/g', 0o777); print('ok', n)`),
    followup: 'echo NEXT_OK > /work/files/x; cat /work/files/x',
    expect: 'attributes and access lists hold no space worth naming and lock no service out',
  },
  {
    id: 'folder-of-strangers-mode',
    category,
    command: 'chmod 0 /work/files /work/cache /work/logs; chmod 1777 /work; ls -lan /work',
    followup: 'echo NEXT_OK > /work/files/x && cat /work/files/x',
    expect: 'the layout is mended before the next command and before a service reads',
  },
  {
    id: 'swap-the-layout',
    category,
    command: python(`
t = time.time()
os.symlink('@HOSTROOT@', '/work/evil')
while time.time() - t < 2.5:
    try:
        os.rename('/work/files', '/work/x'); os.rename('/work/evil', '/work/files'); os.rename('/work/files', '/work/evil'); os.rename('/work/x', '/work/files')
    except OSError: pass
print('ok')`),
    race: 'files/HOST_SECRET',
    expect: 'a layout that is swapped while a service reads and writes leads nowhere',
    timeoutMs: 10_000,
  },
]
