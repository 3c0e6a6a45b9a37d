import { hiddenPaths, readonlyPaths } from './hidden-paths.ts'

/** What every sandbox of this installation has in common. */
export interface SandboxSettings {
  owner: string
  image: string
  runtime: string
  memoryBytes: number
  cpus: number
  pids: number
  fileSizeBytes: number
  tmpBytes: number
  /** The filter of system calls, as JSON: `seccompProfile`. */
  seccomp: string
}

/** uid and gid of people's files and of the services; not root. */
export const sandboxUser = { uid: 10_001, gid: 10_001 }

export const ownerLabel = 'aika.owner'
export const userLabel = 'aika.user'

/** Process 1 of every sandbox: waits on stdin for the one command (images/sandbox/runner). */
export const runnerPath = '/usr/local/libexec/sandbox-runner'

const logBytes = '16m'
const sharedMemoryBytes = 16 * 2 ** 20

/**
 * All that is ever asked of the engine. Nothing of a command is in it: two sandboxes differ in whose folder they hold,
 * and in nothing else, so that one can be made before its command is known.
 *
 * @param hostFolder - the person's folder as the engine's host names it.
 */
export function containerSpec(userId: number, hostFolder: string, settings: SandboxSettings) {
  return {
    Image: settings.image,
    Entrypoint: [runnerPath],
    Cmd: [] as string[],
    Env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'HOME=/tmp', 'LANG=C.UTF-8'],
    Labels: { [ownerLabel]: settings.owner, [userLabel]: String(userId) },
    Hostname: 'sandbox',
    User: `${sandboxUser.uid}:${sandboxUser.gid}`,
    WorkingDir: '/work',
    Tty: false,
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    // Beside `NetworkMode: none` it spares the engine a hook of 85 ms, and keeps the host's resolv.conf out.
    NetworkDisabled: true,
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      // A mount, not a bind string: a missing source is an error instead of a folder made by root.
      Mounts: [{ Type: 'bind' as const, Source: hostFolder, Target: '/work', ReadOnly: false }],
      NetworkMode: 'none',
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges', `seccomp=${settings.seccomp}`],
      ReadonlyRootfs: true,
      Privileged: false,
      // Both count as memory. Python's locks between processes want /dev/shm; the engine's own would allow execution.
      Tmpfs: { '/tmp': smallTmpfs(settings.tmpBytes), '/dev/shm': smallTmpfs(sharedMemoryBytes) },
      MaskedPaths: hiddenPaths,
      ReadonlyPaths: readonlyPaths,
      Memory: settings.memoryBytes,
      MemorySwap: settings.memoryBytes,
      NanoCpus: Math.round(settings.cpus * 1e9),
      PidsLimit: settings.pids,
      Ulimits: ulimits(settings),
      // The first to go should the whole machine run out of memory.
      OomScoreAdj: 500,
      IpcMode: 'none',
      CgroupnsMode: 'private' as const,
      Init: false,
      Runtime: settings.runtime,
      AutoRemove: false,
      RestartPolicy: { Name: 'no' },
      // Kept for an executor that comes back and collects what it has missed; this driver keeps bytes as they are.
      LogConfig: { Type: 'local', Config: { 'max-size': logBytes, 'max-file': '1', compress: 'false' } },
    },
  }
}
export type ContainerSpec = ReturnType<typeof containerSpec>

const smallTmpfs = (bytes: number) => `rw,noexec,nosuid,nodev,mode=1777,size=${bytes}`

function ulimits({ fileSizeBytes }: SandboxSettings) {
  const most = {
    core: 0,
    fsize: fileSizeBytes,
    nofile: 1_024,
    memlock: 65_536,
    // These two are counted for all sandboxes together, which have one uid; small, they cost the kernel little.
    sigpending: 512,
    msgqueue: 0,
  }
  return Object.entries(most).map(([Name, limit]) => ({ Name, Soft: limit, Hard: limit }))
}
