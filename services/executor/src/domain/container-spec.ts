import type { SandboxOrder } from './sandbox.ts'

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
}

/** uid and gid of people's files and of the services; not root. */
export const sandboxUser = { uid: 10_001, gid: 10_001 }

export const ownerLabel = 'aika.owner'
export const runLabel = 'aika.run'
export const userLabel = 'aika.user'

/** How much longer than the time limit a command lives when no executor is there to end it. */
const backstopSeconds = 10
const logBytes = '16m'

/**
 * All that is ever asked of the engine. Only `argv`, the workdir, the labels and the folder differ between two runs;
 * nothing in a job reaches any other field.
 *
 * @param hostFolder - the person's folder as the engine's host names it.
 */
export function containerSpec(order: SandboxOrder, hostFolder: string, settings: SandboxSettings) {
  const { runId, userId, timeoutSeconds } = order
  return {
    Image: settings.image,
    // Its own backstop as the first process: should every executor be gone, the container still ends.
    Entrypoint: ['/usr/bin/timeout', '--signal=KILL', `${timeoutSeconds + backstopSeconds}`],
    Cmd: inFolder(order),
    Env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'HOME=/tmp', 'LANG=C.UTF-8'],
    Labels: { [ownerLabel]: settings.owner, [runLabel]: runId, [userLabel]: String(userId) },
    Hostname: 'sandbox',
    User: `${sandboxUser.uid}:${sandboxUser.gid}`,
    WorkingDir: '/work',
    Tty: false,
    OpenStdin: false,
    StdinOnce: false,
    AttachStdin: false,
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
      SecurityOpt: ['no-new-privileges'],
      ReadonlyRootfs: true,
      Privileged: false,
      Tmpfs: { '/tmp': `rw,noexec,nosuid,nodev,mode=1777,size=${settings.tmpBytes}` },
      Memory: settings.memoryBytes,
      MemorySwap: settings.memoryBytes,
      NanoCpus: Math.round(settings.cpus * 1e9),
      PidsLimit: settings.pids,
      Ulimits: [
        { Name: 'core', Soft: 0, Hard: 0 },
        { Name: 'fsize', Soft: settings.fileSizeBytes, Hard: settings.fileSizeBytes },
        { Name: 'nofile', Soft: 1_024, Hard: 1_024 },
      ],
      // The first to go should the whole machine run out of memory.
      OomScoreAdj: 500,
      IpcMode: 'private',
      ShmSize: 16 * 2 ** 20,
      CgroupnsMode: 'private' as const,
      Init: true,
      Runtime: settings.runtime,
      AutoRemove: false,
      RestartPolicy: { Name: 'no' },
      // Kept for an executor that comes back and collects what it has missed.
      LogConfig: { Type: 'json-file', Config: { 'max-size': logBytes, 'max-file': '1' } },
    },
  }
}
export type ContainerSpec = ReturnType<typeof containerSpec>

/** `env` changes the folder without a shell, and says on stderr when there is none. */
function inFolder({ argv, workdirRel }: SandboxOrder): string[] {
  return workdirRel === '' ? argv : ['/usr/bin/env', `--chdir=/work/${workdirRel}`, '--', ...argv]
}
