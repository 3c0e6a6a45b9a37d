import { existsSync } from 'node:fs'
import { z } from 'zod'

/** Outside a container there is no /data: the checkout's own data folder serves. */
const dataDir = existsSync('/data') ? '/data' : './data'

/** Settings that every service has. Spread into its schema. */
export const commonEnv = {
  LOG_LEVEL: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']))
    .default('info'),
  REDIS_HOST: z.string().default('127.0.0.1'),
  REDIS_PORT: z.coerce.number().int().min(1).max(65_535).default(6379),
  REDIS_PASSWORD: z.string().optional(),
  /** Health and metrics, inside only. 0 picks a free port. */
  HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).default(9100),
}

/** Where the database is. */
export const storeEnv = { DATABASE_PATH: z.string().default(`${dataDir}/db/aika.db`) }

/** Where people's files are. */
export const dataEnv = {
  USER_DIR: z.string().default(`${dataDir}/users`),
  SHARED_DIR: z.string().default(`${dataDir}/shared`),
}

/** Where reports and logs for admins are. */
export const adminEnv = { ADMIN_DIR: z.string().default(`${dataDir}/admin`) }

const rate = (usual: number) => z.coerce.number().int().min(0).max(1_000_000).default(usual)

/** How much one person may do; 0 is no limit. `limitsFrom` in @aika/limits makes them into a limiter's. */
export const limitsEnv = {
  RATE_MESSAGES_PER_MINUTE: rate(60),
  RATE_RUNS_PER_HOUR: rate(300),
  RATE_UPLOAD_MB_PER_DAY: rate(500),
  RATE_MODEL_CALLS_PER_HOUR: rate(600),
}

const mebibytes = (most: number) => z.coerce.number().int().min(1).max(most)

/** How much people may keep. */
export const quotaEnv = {
  /** MiB on disk, for each person. */
  USER_QUOTA_MB: mebibytes(10_000_000).default(1_024),
  /** Files, folders and all else: of each person, and in the shared folder. */
  USER_MAX_FILES: z.coerce.number().int().min(100).max(150_000).default(20_000),
  /** MiB on disk, in the folder that everybody shares. */
  SHARED_QUOTA_MB: mebibytes(10_000_000).default(4_096),
}

/** The same as the workspace wants it. */
export function quotasOf(config: { USER_QUOTA_MB: number; USER_MAX_FILES: number; SHARED_QUOTA_MB: number }) {
  const limit = (megabytes: number) => ({ bytes: megabytes * 1_048_576, files: config.USER_MAX_FILES })
  return { quota: limit(config.USER_QUOTA_MB), sharedQuota: limit(config.SHARED_QUOTA_MB) }
}

/** How large a file that comes in may be; Telegram hands out no larger ones than 20 MB. */
export const uploadEnv = { MAX_UPLOAD_MB: mebibytes(20).default(20) }

const ids = z
  .string()
  .default('')
  .transform((text, context) => {
    const list = text
      .split(/[\s,;]+/)
      .filter(Boolean)
      .map(Number)
    if (list.every((id) => Number.isSafeInteger(id) && id > 0)) return list
    context.addIssue('must be Telegram user ids, separated by commas')
    return z.NEVER
  })

const aliases = z
  .string()
  .default('')
  .transform((text, context) => {
    const entries = text
      .split(';')
      .map((entry) => entry.trim())
      .filter(Boolean)
      .map((entry) => /^(\d+):(.+)$/.exec(entry))
    if (entries.every((match) => match !== null)) {
      return new Map(entries.map((match) => [Number(match[1]), match[2]!.trim()]))
    }
    context.addIssue('must look like 123:Ray;456:Alice')
    return z.NEVER
  })

/** Who may write, who administers, and what the agent calls them. */
export const peopleEnv = {
  ALLOWED_USER_IDS: ids,
  ADMIN_USER_IDS: ids,
  TELEGRAM_USER_ALIASES: aliases,
}
