import { commonEnv, dataEnv, limitsEnv, peopleEnv, quotaEnv, storeEnv, uploadEnv } from '@aika/service-kit'
import { z } from 'zod'

const isTimeZone = (name: string) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}

/** The bot's settings, parsed once. */
export const BotConfig = z.object({
  ...commonEnv,
  ...storeEnv,
  ...dataEnv,
  ...quotaEnv,
  ...uploadEnv,
  ...peopleEnv,
  ...limitsEnv,
  TELEGRAM_BOT_TOKEN: z.string().regex(/^\d+:[\w-]{20,}$/, 'must be the token that @BotFather gave you'),
  /** Scheme, host and port of the Bot API; the vendor's own path follows. */
  TELEGRAM_API_ROOT: z
    .url({ protocol: /^https?$/ })
    .refine((url) => new URL(url).pathname === '/', 'must be a scheme, host and port alone')
    .default('https://api.telegram.org'),
  /** Answers that grow: as Telegram's own drafts where it has them, or always as messages that are edited. */
  TELEGRAM_DRAFTS: z.enum(['auto', 'off']).default('auto'),
  /** Answers as rich messages; older apps show a placeholder instead. */
  TELEGRAM_RICH_MESSAGES: z.stringbool().default(false),
  ACCESS_MODE: z.literal('allowlist').default('allowlist'),
  /** Where a person's day begins, for what /status counts. */
  TIMEZONE: z.string().refine(isTimeZone, 'must be a name like Europe/Berlin').default('America/Los_Angeles'),
  /** How long a card that asks for a yes may be answered. */
  APPROVAL_TTL_MINUTES: z.coerce.number().positive().max(10_080).default(60),
  /** Replies on their way at the same time; one that waits for a flooded chat takes a place, too. */
  BOT_REPLY_CONCURRENCY: z.coerce.number().int().min(1).max(2_000).default(200),
})
export type BotConfig = z.output<typeof BotConfig>
