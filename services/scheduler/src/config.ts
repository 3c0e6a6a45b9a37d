import { adminEnv, commonEnv, dataEnv, peopleEnv, storeEnv } from '@aika/service-kit'
import { isTimeZone } from '@aika/when'
import { z } from 'zod'

/** The scheduler's settings, parsed once. */
export const SchedulerConfig = z.object({
  ...commonEnv,
  ...storeEnv,
  ...dataEnv,
  ...adminEnv,
  TELEGRAM_USER_ALIASES: peopleEnv.TELEGRAM_USER_ALIASES,
  /** How often chats that were left waiting, and answers that were left unsaid, are looked for. */
  STUCK_CHAT_SWEEP_SECONDS: z.coerce.number().min(1).max(60).default(5),
  /** How long a file stays in somebody's cache after its last change; at most ten years. */
  CACHE_TTL_HOURS: z.coerce.number().positive().max(87_600).default(72),
  /** By whose clocks days are summed up where somebody has set no zone of their own. */
  TIMEZONE: z.string().refine(isTimeZone, 'must be a name like Europe/Berlin').default('America/Los_Angeles'),
})

export type SchedulerConfig = z.output<typeof SchedulerConfig>
