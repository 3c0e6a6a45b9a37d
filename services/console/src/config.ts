import { commonEnv, storeEnv } from '@aika/service-kit'
import { z } from 'zod'
import { readPrices } from './domain/prices.ts'

/** The console's settings, parsed once. */
export const ConsoleConfig = z.object({
  ...commonEnv,
  ...storeEnv,
  /** Localhost unless told otherwise; in a container Docker publishes the port on localhost alone. */
  CONSOLE_HOST: z.string().default('127.0.0.1'),
  CONSOLE_PORT: z.coerce.number().int().min(0).max(65_535).default(8088),
  CONSOLE_PASSWORD: z.string().min(8, 'must be set, at least 8 characters'),
  /** After so long without a look the sign-in is over. */
  CONSOLE_SESSION_HOURS: z.coerce.number().positive().max(720).default(12),
  /** Whether Bull Board may retry, promote, pause and clean, or only look. */
  CONSOLE_QUEUE_ACTIONS: z.stringbool().default(true),
  /** Whether Bull Board shows what people wrote and what commands said. Counts and ids are always shown. */
  CONSOLE_SHOW_TEXT: z.stringbool().default(false),
  /** US dollars for a million tokens: `model=prompt/cached/output;…`. A model without a price has no cost. */
  MODEL_PRICES: z
    .string()
    .default('gemini-3-flash-preview=0.50/0.05/3.00')
    .transform((text, context) => {
      const prices = readPrices(text)
      if (prices) return prices
      context.addIssue('must look like gemini-3-flash-preview=0.50/0.05/3.00;other=1/0.1/2')
      return z.NEVER
    }),
  /** Whose midnight begins “today”. */
  TIMEZONE: z
    .string()
    .default('America/Los_Angeles')
    .refine((zone) => isTimeZone(zone), 'must be a time zone like Europe/Berlin'),
})
export type ConsoleConfig = z.output<typeof ConsoleConfig>

function isTimeZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}
