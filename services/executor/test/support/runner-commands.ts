import type { Case } from './runner-runs.ts'

/** What is run, and what the host must hear of it; the rest is up to the command. */
export interface Expected extends Case {
  exit: string | RegExp
  stdout?: string | Buffer | RegExp
  stderr?: RegExp
}

const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
const megabyte = 'x'.repeat(2 ** 20)
/** Number of the call that changes the size of a pipe. */
const setPipeSize = 1031

/** 8 bytes of limits, an empty folder, `true`, and arguments that fill the rest; each as long as the kernel takes. */
function asLongAsItMayBe(): string[] {
  const left = 262_144 - 8 - 1 - 5
  return ['true', 'a'.repeat(left / 2 - 1), 'b'.repeat(left / 2 - 1)]
}

/** A folder `sub`, a link to it and a file `plain` that is no program are there. */
export const everydayCommands: Record<string, Expected> = {
  'says something on both outputs': {
    script: 'echo out; echo err >&2; exit 3',
    exit: 'e 3',
    stdout: 'out\n',
    stderr: /^err\n$/,
  },
  'is over at once': { argv: ['true'], exit: 'e 0', stdout: '' },
  'exits with 139 by itself': { script: 'exit 139', exit: 'e 139' },
  'exits with 200': { script: 'exit 200', exit: 'e 200' },
  'exits with 255': { script: 'exit 255', exit: 'e 255' },
  'ends itself by SIGSEGV': { script: 'kill -SEGV $$', exit: 's 11' },
  'ends itself by SIGKILL': { script: 'kill -KILL $$', exit: 's 9' },
  'does not exist': { argv: ['no-such-program'], exit: 'e 127', stderr: /no-such-program: No such file/ },
  'may not be executed': { argv: ['/work/plain'], exit: 'e 126', stderr: /Permission denied/ },
  'is a folder': { argv: ['/work/sub'], exit: 'e 126', stderr: /Permission denied/ },
  'has an argument the kernel does not take': { argv: ['true', 'a'.repeat(140_000)], exit: 'e 126' },
  'is as long as it may be': { argv: asLongAsItMayBe(), exit: 'e 0' },
  'runs in its folder': { argv: ['/bin/pwd'], folder: 'sub', exit: 'e 0', stdout: '/work/sub\n' },
  'runs where a link leads': { argv: ['/bin/pwd'], folder: 'link', exit: 'e 0', stdout: '/work/sub\n' },
  'has a folder that is not there': { argv: ['pwd'], folder: 'nowhere', exit: 'n 2', stdout: '' },
  'has a file for a folder': { argv: ['pwd'], folder: 'plain', exit: 'n 20' },
  'has a folder above its own': { argv: ['pwd'], folder: 'sub/../..', exit: 'n 22' },
  'has a folder of the machine': { argv: ['pwd'], folder: '/etc', exit: 'n 22' },
  'reads its input': { script: 'cat; echo over', exit: 'e 0', stdout: 'over\n' },
  'looks for descriptors of others': {
    python: 'import os; print(sorted(os.listdir("/proc/self/fd")), os.readlink("/proc/self/fd/0"))',
    exit: 'e 0',
    stdout: "['0', '1', '2', '3'] /dev/null\n",
  },
  'looks for signals that are held back': {
    script: 'grep -E "Sig(Blk|Ign)" /proc/self/status | cut -f2 | uniq',
    exit: 'e 0',
    stdout: '0000000000000000\n',
  },
  'looks who goes first when memory runs out': {
    script: 'cat /proc/self/oom_score_adj /proc/1/oom_score_adj',
    exit: 'e 0',
    stdout: '1000\n500\n',
  },
  'writes every byte there is': {
    python: 'import os; os.write(1, bytes(range(256)))',
    exit: 'e 0',
    stdout: everyByte,
  },
  'writes a megabyte without a newline': {
    python: 'print("x" * 2**20, end="")',
    exit: 'e 0',
    stdout: megabyte,
  },
  'fills a pipe it has made larger and is gone': {
    python: `import fcntl, os; fcntl.fcntl(1, ${setPipeSize}, 2**20); os.write(1, b"x" * 2**20)`,
    exit: 'e 0',
    stdout: megabyte,
  },
  'writes just as much as it may': {
    script: 'printf 12345678; printf 90 >&2',
    outputLimit: 10,
    exit: 'e 0',
    stdout: '12345678',
  },
  'writes one byte more and is gone': {
    script: 'printf 12345678901',
    outputLimit: 10,
    exit: 'o 9',
    stdout: '1234567890',
  },
  'writes too much on both outputs': {
    script: 'while :; do echo out; echo err >&2; done',
    outputLimit: 1_000,
    exit: 'o 9',
  },
  'takes too long and does not listen': {
    script: 'trap "" TERM INT; while :; do sleep 9; done',
    backstopSeconds: 1,
    exit: 't 9',
  },
  'stops itself for ever': {
    script: 'echo on; kill -STOP $$',
    backstopSeconds: 1,
    exit: 't 9',
    stdout: 'on\n',
  },
  'closes its outputs and goes on': { script: 'exec >&- 2>&-; sleep 0.1; exit 4', exit: 'e 4', stdout: '' },
  'leaves somebody behind who holds its outputs': {
    script: 'sleep 1000 & echo done',
    exit: 'e 0',
    stdout: 'done\n',
  },
}
