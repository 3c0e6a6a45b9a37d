import { adminEnv, commonEnv, dataEnv, quotaEnv } from '@aika/service-kit'
import { existsSync } from 'node:fs'
import { arch } from 'node:os'
import { z } from 'zod'
import type { SandboxSettings } from './domain/container-spec.ts'
import { seccompProfile } from './domain/seccomp/profile.ts'

/** cgroup v2 counts what sockets hold as memory of whoever made them; v1 does not. */
export const countsSocketMemory = existsSync('/sys/fs/cgroup/cgroup.controllers')

const units: Record<string, number> = { '': 1, b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 }

/** A size as Docker writes it: `512m`, `1g`, bytes without a unit. */
const byteSize = (smallest: number) =>
  z
    .string()
    .regex(/^\d+[bkmg]?$/i, 'must look like 512m or 1g')
    .transform((text) => Number.parseInt(text, 10) * units[text.replace(/\d/g, '').toLowerCase()]!)
    .pipe(z.int().min(smallest))

const harmlessPrograms =
  'ls cat head tail wc grep sort uniq cut tr nl tac rev stat file du df date cal echo printf diff cmp md5sum sha256sum jq tree basename dirname seq fold fmt'

/** All that decides a sandbox's spec: whoever reads these makes, or expects, the same sandboxes. */
export const sandboxEnv = {
  /** Where the data folder lies on the host. Left out: learned from this container's own mounts. */
  HOST_DATA_DIR: z.string().startsWith('/', 'must be an absolute path').optional(),
  /** Whose sandboxes these are, so that two installations on one engine never touch each other's. */
  SANDBOX_OWNER: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/)
    .default('aika'),
  SANDBOX_IMAGE: z.string().default('agent-sandbox-runner:latest'),
  SANDBOX_RUNTIME: z
    .string()
    .regex(/^[\w.-]+$/)
    .default('runc'),
  SANDBOX_MEMORY: byteSize(16 * 2 ** 20).default(512 * 2 ** 20),
  SANDBOX_CPUS: z.coerce.number().min(0.05).max(64).default(0.5),
  SANDBOX_PIDS: z.coerce.number().int().min(8).max(4_096).default(128),
  /** The largest file a command may write. */
  SANDBOX_FILE_SIZE: byteSize(2 ** 20).default(256 * 2 ** 20),
  /** Size of /tmp, which counts as memory. */
  SANDBOX_TMP_SIZE: byteSize(2 ** 20).default(64 * 2 ** 20),
}
export type SandboxEnv = z.output<z.ZodObject<typeof sandboxEnv>>

export function sandboxSettings(config: SandboxEnv): SandboxSettings {
  return {
    owner: config.SANDBOX_OWNER,
    image: config.SANDBOX_IMAGE,
    runtime: config.SANDBOX_RUNTIME,
    memoryBytes: config.SANDBOX_MEMORY,
    cpus: config.SANDBOX_CPUS,
    pids: config.SANDBOX_PIDS,
    fileSizeBytes: config.SANDBOX_FILE_SIZE,
    tmpBytes: config.SANDBOX_TMP_SIZE,
    seccomp: seccompProfile(arch(), { loopback: countsSocketMemory }),
  }
}

const Settings = z.object({
  ...commonEnv,
  ...adminEnv,
  ...sandboxEnv,
  USER_DIR: dataEnv.USER_DIR,
  USER_QUOTA_MB: quotaEnv.USER_QUOTA_MB,
  USER_MAX_FILES: quotaEnv.USER_MAX_FILES,
  /** Where the socket proxy listens, which then is the only one to open the engine's socket. Left out: there is none. */
  ENGINE_SOCKET: z.string().optional(),
  DOCKER_SOCKET: z.string().default('/var/run/docker.sock'),
  SANDBOX_COMMAND_MODE: z.enum(['shell', 'argv']).default('shell'),
  /** What argv mode lets run: names on the image's PATH. */
  SANDBOX_ALLOWED_PROGRAMS: z
    .string()
    .regex(/^[\w.+\- ,]*$/, 'must be names of programs, separated by spaces')
    .default(harmlessPrograms)
    .transform((text) => text.split(/[\s,]+/).filter(Boolean)),
  SANDBOX_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(3_600).default(30),
  SANDBOX_MAX_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(3_600).default(300),
  /** Sandboxes that wait for their person's next command, of all people together; 0: none does. */
  SANDBOX_PREPARED: z.coerce.number().int().min(0).max(64).default(4),
  /** What is kept of stdout, and of stderr. */
  SANDBOX_OUTPUT_BYTES: z.coerce.number().int().min(1_024).max(1_048_576).default(65_536),
  /** A command that prints more than this in all is ended. */
  SANDBOX_OUTPUT_LIMIT_BYTES: z.coerce.number().int().min(65_536).default(10_485_760),
  /** Commands at the same time; a long one must not keep everybody else waiting. */
  EXECUTOR_CONCURRENCY: z.coerce.number().int().min(1).max(256).default(8),
})

export const ExecutorConfig = Settings.refine(
  (config) => config.SANDBOX_TIMEOUT_SECONDS <= config.SANDBOX_MAX_TIMEOUT_SECONDS,
  { path: ['SANDBOX_TIMEOUT_SECONDS'], message: 'must not be above SANDBOX_MAX_TIMEOUT_SECONDS' },
)
export type ExecutorConfig = z.output<typeof ExecutorConfig>
