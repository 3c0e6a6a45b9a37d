import { posix } from 'node:path'
import { hasHole, HOLE } from './hole.ts'

export type Danger = 'secret-path' | 'kernel-path' | 'network-socket'

const secrets = [
  /^\/proc\/[^/]+\/(?:task\/[^/]+\/)?(?:environ|mem|auxv|root)(?:\/|$)/,
  /^\/proc\/(?:kcore|keys|key-users|kallsyms)$/,
  /^(?:\/var)?\/run\/secrets(?:\/|$)/,
  /^\/etc\/(?:shadow|gshadow)-?$/,
  // Of a process by its number, which is another's.
  /^\/proc\/\d+\/(?:fd|fdinfo|maps|smaps|map_files|pagemap|cwd|exe|syscall|stack)(?:\/|$)/,
]
const kernel = [
  /^\/dev\/(?:sd|hd|vd|xvd|nvme|mmcblk|dm-|loop|md|mapper\/|disk\/|mem$|kmem$|port$|kmsg$|fuse$|net\/|kvm$)/,
  /^\/proc\/(?:sysrq-trigger|sys\/kernel\/core_pattern)$/,
  /^(?:\/var)?\/run\/(?:docker|containerd|podman|crio)/,
  /^\/sys\/(?:class|devices\/virtual)\/dmi(?:\/|$)/,
  /^\/sys\/(?:fs\/cgroup\/.*release_agent|kernel\/debug|firmware)/,
  /^\/proc\/[^/]+\/(?:ns)(?:\/|$)/,
]
/** What a pattern such as `/pr*\/self/envir*` may stand for. */
const samples: [string, Danger][] = [
  ['/proc/self/environ', 'secret-path'],
  ['/proc/1/environ', 'secret-path'],
  ['/proc/self/mem', 'secret-path'],
  ['/run/secrets/x', 'secret-path'],
  ['/run/secrets', 'secret-path'],
  ['/etc/shadow', 'secret-path'],
  ['/dev/sda', 'kernel-path'],
  ['/dev/mem', 'kernel-path'],
  ['/run/docker.sock', 'kernel-path'],
]

/** What is wrong with touching a path at all, whoever does it. `path` is absolute, or relative to `cwd`. */
export function dangerOf(path: string, cwd: string | undefined): Danger | undefined {
  // However far up `..` leads, it ends at the root.
  const full = posix
    .normalize(path.startsWith('/') ? path : `${cwd ?? '.'}/${path}`)
    .replace(/^(?:\.\.\/)+/, '/')
  if (!full.startsWith('/') || full.length > 1_000) return undefined
  if (/^\/dev\/(?:tcp|udp)\//.test(full)) return 'network-socket'
  if (secrets.some((pattern) => pattern.test(full)) && !isOwnDescriptor(full)) return 'secret-path'
  if (kernel.some((pattern) => pattern.test(full))) return 'kernel-path'
  if (!/[*?[]/.test(full) && !hasHole(full)) return undefined
  return samples.find(([sample]) => foldersOf(full).some((path) => globMatches(path, sample)))?.[1]
}

/** A path and all folders above it: what lies below a secret folder is secret. */
const foldersOf = (path: string) => {
  const parts = path.split('/').slice(0, 12)
  return [path, ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))]
}

const isOwnDescriptor = (path: string) => /^\/proc\/self\/fd\/\d*$/.test(path)

/** Kernel settings: reading them is harmless, writing is not. */
export function isKernelSetting(path: string): boolean {
  return /^\/(?:proc|sys|boot)\//.test(posix.normalize(path)) && !isOwnDescriptor(posix.normalize(path))
}

/** Paths that hold nothing to lose: the sandbox's /tmp is its own and ends with it, and streams are no files. */
export function isThrowaway(path: string): boolean {
  const full = posix.normalize(path)
  if (path.includes('..') || hasHole(path)) return false
  return /^\/tmp\/./.test(full) || /^\/dev\/(?:null|stdin|stdout|stderr|tty|full|zero|fd\/|shm\/)/.test(full)
}

/** Shell patterns, seen loosely: a bracket is any one character, and a star also spans folders only where it must. */
function globMatches(pattern: string, text: string): boolean {
  const wanted = pattern.replace(/\[[^\]]*\]/g, '?')
  // A pattern of wildcards alone names nothing in particular.
  if (!/[a-z]{2}/.test(wanted)) return false
  return matchesFrom(wanted, text)
}

/** Goes back to the last star only, so that it is bounded by the product of both lengths. */
function matchesFrom(pattern: string, text: string): boolean {
  let at = 0
  let star = -1
  let resume = 0
  for (let index = 0; index < text.length;) {
    const wanted = pattern[at]
    if (wanted === '*' || wanted === HOLE) {
      star = at++
      resume = index
    } else if (wanted === text[index] || (wanted === '?' && text[index] !== '/')) {
      at++
      index++
    } else if (star >= 0 && text[resume] !== '/') {
      at = star + 1
      index = ++resume
    } else {
      return false
    }
  }
  return /^[*\uFFFC]*$/.test(pattern.slice(at))
}
