/** What a sandbox says about itself, one `name=value` a line. */
export const probeScript = `
echo "probe=$(cat /work/probe)"
echo "uid=$(id -u):$(id -g)"
echo "caps=$(sed -n 's/^Cap\\(Eff\\|Bnd\\|Prm\\|Amb\\):[[:space:]]*//p' /proc/self/status | tr -d '0\\n')"
echo "privileges=$(sed -n 's/^NoNewPrivs:[[:space:]]*//p' /proc/self/status)"
echo "seccomp=$(sed -n 's/^Seccomp:[[:space:]]*//p' /proc/self/status)"
echo "networks=$(sed -n 's/^ *\\([^ :]*\\):.*/\\1/p' /proc/net/dev | tr '\\n' ' ')"
echo "memory=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null)"
echo "root=$({ touch /probe || touch /usr/probe || touch /etc/probe; } 2>/dev/null && echo writable || echo closed)"
echo "core=$(ulimit -c)"
cp /work/probe /work/echo
`

export interface Expected {
  probe: string
  user: string
  memoryBytes: number
  /** Whether the runtime filters system calls with the host kernel's seccomp; gVisor and kata have a kernel of their own. */
  hostKernel: boolean
}

/** What a sandbox's own report has against it; none means that it holds what it promises. */
export function doubts(report: string, expected: Expected): string[] {
  const facts = new Map(report.split('\n').map((line) => splitOnce(line)))
  const wrong = (name: string, want: string, why: string) =>
    (facts.get(name) ?? '').trim() === want ? [] : [`${why} (${name}: ${facts.get(name) ?? 'no answer'})`]
  return [
    ...wrong(
      'probe',
      expected.probe,
      'the sandbox does not see the folder that it was given: check HOST_DATA_DIR',
    ),
    ...wrong('uid', expected.user, 'the sandbox runs as another user'),
    ...wrong('caps', '', 'the sandbox has capabilities'),
    ...wrong('networks', 'lo', 'the sandbox has a network'),
    ...wrong('root', 'closed', 'the sandbox can write outside its folder'),
    ...wrong('core', '0', 'the sandbox writes core dumps'),
    ...(expected.hostKernel
      ? [
          ...wrong('privileges', '1', 'the sandbox can gain privileges'),
          ...wrong('seccomp', '2', 'the sandbox has no seccomp filter'),
          ...wrong('memory', String(expected.memoryBytes), 'the memory limit is not in force'),
        ]
      : []),
  ]
}

function splitOnce(line: string): [string, string] {
  const at = line.indexOf('=')
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)]
}
