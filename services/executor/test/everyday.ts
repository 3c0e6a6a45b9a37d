import { countsSocketMemory } from '../src/config.ts'

type EverydayLine = [name: string, line: string, prints: string]

/** What people run, one `name` and its shell line each; every line prints what stands behind it. */
const everywhere: EverydayLine[] = [
  ['bash, pipes', 'seq 3 | while read n; do echo $((n * n)); done | xargs', '1 4 9'],
  ['background, wait', '(sleep 0.1; echo late) & wait; echo ended', 'late ended'],
  ['process substitution', 'diff <(echo a) <(echo b) | wc -l', '4'],
  ['find, sort', 'mkdir -p d/e && touch d/b d/e/a && find d -type f | sort | xargs', 'd/b d/e/a'],
  [
    'sed, awk, grep',
    "printf 'a 1\\nb 2\\n' | sed s/a/c/ | awk '{ s += $2 } END { print s }'; echo x | grep -c x",
    '3 1',
  ],
  ['jq', `echo '{"a":[1,2]}' | jq -c .a`, '[1,2]'],
  [
    'tar, gzip, xz',
    'echo in > t && tar czf t.gz t && tar xzOf t.gz && tar cJf t.xz t && tar xJOf t.xz',
    'in in',
  ],
  ['zip', 'echo in > z && zip -q z.zip z && unzip -p z.zip', 'in'],
  [
    'git',
    'git init -q g && cd g && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m first && git log --format=%s',
    'first',
  ],
  [
    'modes and links',
    'touch m && chmod 640 m && ln -sf m l && ln -f m h && stat -c %a-%h l m | xargs',
    '777-1 640-2',
  ],
  ['chmod +t, g-s', 'mkdir -p s && chmod 1755 s && chmod g-s s && stat -c %a s', '1755'],
  [
    'cp, mv, rm',
    'echo c > c && cp -a c c2 && mv c2 c3 && cat c3 && rm -r c3 && install -m 600 c c4 && stat -c %a c4',
    'c 600',
  ],
  ['fifo', 'rm -f p; mkfifo p && (echo through > p &) && cat p', 'through'],
  ['times', 'touch -d 2020-01-02 o && date -r o +%F', '2020-01-02'],
  [
    'sync, dd, truncate',
    'dd if=/dev/zero of=q bs=1k count=3 conv=fsync status=none; truncate -s 5k q; sync; stat -c %s q',
    '5120',
  ],
  ['ps, kill', 'sleep 60 & kill $!; wait $!; echo $?; ps -o comm= -p $$', '143 bash'],
  ['nice, ionice, timeout', 'nice -n 5 true; ionice -c 3 true; timeout 0.1 sleep 5; echo $?', '124'],
  [
    'tail that follows',
    'echo old > w; (sleep 0.2; echo new >> w) & tail -s 0.1 --pid=$! -n +1 -f w 2>/dev/null',
    'old new',
  ],
  [
    'python processes',
    `python3 -c 'import subprocess; print(subprocess.run(["echo", "sub"], capture_output=True, text=True).stdout)'`,
    'sub',
  ],
  [
    'python threads',
    `python3 -c 'import threading; t = threading.Thread(target=print, args=["thread"]); t.start(); t.join()'`,
    'thread',
  ],
  [
    'python pool',
    `python3 -c 'from multiprocessing import Pool; print(sum(Pool(2).map(abs, [-1, -2])))'`,
    '3',
  ],
  [
    'python shared memory',
    `python3 -c 'from multiprocessing.shared_memory import SharedMemory as S; s = S(create=True, size=9); print(s.size); s.unlink()'`,
    '9',
  ],
  ['python asyncio', `python3 -c 'import asyncio as a; print(a.run(a.sleep(0.01, "slept")))'`, 'slept'],
  [
    'python sqlite',
    `python3 -c 'import sqlite3 as q; d = q.connect("b.db"); d.execute("create table t(a)"); d.commit(); print(d.execute("select count(*) from t").fetchone()[0])'`,
    '0',
  ],
  ['python terminal', `python3 -c 'import pty, os; pty.spawn(["echo", "tty"])' | tr -d '\\r'`, 'tty'],
  ['node', `node -e 'console.log(require("child_process").execSync("echo sub") + "")'`, 'sub'],
  [
    'node worker',
    `node -e 'new Worker("console.log(7)", { eval: true }); function Worker(...a) { return new (require("worker_threads").Worker)(...a) }'`,
    '7',
  ],
  [
    'node files',
    `node -e 'const f = require("fs"); f.writeFileSync("n", "x", { mode: 0o600 }); f.copyFileSync("n", "n2"); f.chmodSync("n2", 0o644); console.log(f.readFileSync("n2", "utf8"))'`,
    'x',
  ],
]

/** All of them in one script, each in a new folder; prints `name: what it printed`, one a line. */

/** Where sandboxes have a loopback: see `seccompProfile`. */
const overLoopback: EverydayLine[] = [
  [
    'python sockets',
    `python3 -c 'import socket as s; l = s.create_server(("127.0.0.1", 0)); c = s.create_connection(l.getsockname()); c.sendall(b"net"); print(l.accept()[0].recv(3).decode())'`,
    'net',
  ],
  [
    'node http',
    `node -e 'const s = require("http").createServer((q, r) => r.end("web")).listen(0, async () => { console.log(await (await fetch("http://127.0.0.1:" + s.address().port)).text()); process.exit() })'`,
    'web',
  ],
]

const everyday = [...everywhere, ...(countsSocketMemory ? overLoopback : [])]

export const everydayScript = everyday
  .map(([name, line]) => `cd "$(mktemp -d /work/XXXXXX)" && echo "${name}: $( { ${line}\n} 2>&1 | xargs)"`)
  .join('\n')

export const everydayWords = everyday.map(([name, , prints]) => `${name}: ${prints}`)
