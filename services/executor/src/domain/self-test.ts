/** What of a sandbox's settings its own report depends on. */
export interface Probed {
  runtime: string
  memoryBytes: number
  pids: number
}

/** Whether the host's kernel runs the commands; gVisor and kata have one of their own, whose files tell nothing of the host. */
const hasHostKernel = (runtime: string) => /^(runc|crun|io\.containerd\.runc)/.test(runtime)

/** Reports in `name=value` lines; a bash script for a sandbox whose folder holds the file `probe`. */
export function probeScript(probed: Probed): string {
  return `${everywhere}${hasHostKernel(probed.runtime) ? onHostKernel(probed) : ''}cp /work/probe /work/echo\n`
}

const everywhere = `
own() { sed -n "s/^$1:[[:space:]]*//p" /proc/self/status; }
tried() { { "$@"; } >/dev/null 2>&1 && echo open || echo closed; }
echo "probe=$(cat /work/probe)"
echo "uid=$(id -u):$(id -g)"
echo "caps=$(for set in Eff Bnd Prm Amb; do own Cap$set; done | tr -d '0\\n')"
echo "networks=$(sed -n 's/^ *\\([^ :]*\\):.*/\\1/p' /proc/net/dev | tr '\\n' ' ')"
echo "root=$(tried touch /probe)$(tried touch /usr/probe)$(tried touch /etc/probe)"
cp /bin/true /tmp/probe && echo "tmp=$(tried /tmp/probe)"
echo "core=$(ulimit -c)"
echo "setuid=$(find / -xdev -type f -perm /6000 2>/dev/null | head -n 1)"
`

/**
 * `calls` (io_uring, and more processes than there may be) are tried where the image has Python. The control groups are
 * hidden from a sandbox, so its limits are tried: `dd` asks for as much memory as there is in one
 * piece and is killed on the way. Above 2 GiB that takes too long; inspect must do then.
 */
function onHostKernel({ memoryBytes, pids }: Probed): string {
  const memory = Math.min(memoryBytes, largestTriedBytes + 1)
  return `
echo "privileges=$(own NoNewPrivs)"
echo "seccomp=$(own Seccomp)"
echo "setid=$(tried chmod u+s /work/probe)"
echo "limits=$(ulimit -n) $(ulimit -i) $(ulimit -q) $(ulimit -l)"
echo "told=$(cat /proc/cmdline /proc/kallsyms /proc/modules 2>/dev/null | wc -c) $(ls -A /sys | wc -l)"
if ((${memory} > ${largestTriedBytes})); then echo memory=untried; else
  echo "memory=$( (dd if=/dev/zero of=/dev/null bs=${memory} count=1; exit $?) >/dev/null 2>&1; echo $?)"
fi
command -v python3 >/dev/null || echo "calls=untried"
python3 - 2>/dev/null <<'END'
import ctypes, errno, os, signal
libc = ctypes.CDLL(None, use_errno=True)
uring = libc.syscall(425, 0, 0) < 0 and ctypes.get_errno() == errno.ENOSYS
made = []
try:
    for _ in range(${pids} + 1):
        child = os.fork()
        if child == 0: signal.pause()
        made.append(child)
except OSError: pass
for child in made: os.kill(child, signal.SIGKILL)
print("calls=" + ("closed" if uring and len(made) < ${pids} else "open"))
END
`
}
const largestTriedBytes = 2 ** 31

export interface Expected {
  probe: string
  user: string
  runtime: string
}

/** What a sandbox's own report has against it; none means that it holds what it promises. */
export function doubts(report: string, { probe, user, runtime }: Expected): string[] {
  const facts = new Map(report.split('\n').map((line) => splitOnce(line)))
  const promised = [...promises(probe, user), ...(hasHostKernel(runtime) ? promisesOfHostKernel : [])]
  return promised
    .filter(([name, good]) => ![good].flat().includes((facts.get(name) ?? 'no answer').trim()))
    .map(([name, , why]) => `${why} (${name}: ${facts.get(name) ?? 'no answer'})`)
}

/** A fact, what it must be, and what is wrong otherwise. */
type Promised = [name: string, good: string | string[], why: string]

function promises(probe: string, user: string): Promised[] {
  return [
    ['probe', probe, 'the sandbox does not see the folder that it was given: check HOST_DATA_DIR'],
    ['uid', user, 'the sandbox runs as another user'],
    ['caps', '', 'the sandbox has capabilities'],
    ['networks', 'lo', 'the sandbox has a network'],
    ['root', 'closedclosedclosed', 'the sandbox can write outside its folder'],
    ['tmp', 'closed', 'programs can be run from /tmp'],
    ['core', '0', 'the sandbox writes core dumps'],
    ['setuid', '', 'the image has programs that run as somebody else'],
  ]
}

const promisesOfHostKernel: Promised[] = [
  ['privileges', '1', 'the sandbox can gain privileges'],
  ['seccomp', '2', 'the sandbox has no filter of system calls'],
  ['setid', 'closed', 'the filter of system calls is not ours'],
  ['limits', '1024 512 0 64', 'the limits of files, signals, messages and locked memory are not in force'],
  ['told', '0 0', 'the sandbox sees what the machine is'],
  // Killed on the way: 128 and the number of the signal.
  ['memory', ['137', 'untried'], 'the memory limit is not in force'],
  ['calls', ['closed', 'untried'], 'io_uring, or more processes than allowed, can be had'],
]

function splitOnce(line: string): [string, string] {
  const at = line.indexOf('=')
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)]
}
