import { commonEnv, peopleEnv, storeEnv } from '@aika/service-kit'
import { z } from 'zod'

/** Scheme, host and port; the vendor's own path follows. */
const origin = z
  .url({ protocol: /^https?$/ })
  .refine(
    (url) => new URL(url).pathname === '/' && !new URL(url).search,
    'must be a scheme, host and port alone',
  )
  .transform((url) => new URL(url).origin)

const seconds = (fallback: number) =>
  z.coerce
    .number()
    .positive()
    .max(7 * 86_400)
    .default(fallback)

const keyList = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,;]+/).filter(Boolean))

const settings = z.object({
  ...commonEnv,
  ...storeEnv,
  ADMIN_USER_IDS: peopleEnv.ADMIN_USER_IDS,
  /** Where agent and summarizer reach us, inside only. 0 picks a free port. */
  GATEWAY_PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  /** What our callers show; the same secret file is mounted in agent and summarizer. */
  GATEWAY_TOKEN: z.string().min(16, 'must be set, at least 16 characters'),
  GEMINI_API_KEY: z.string().optional(),
  GEMINI_API_KEY_FALLBACK: z.string().optional(),
  /** Comma list. */
  GEMINI_API_KEY_FALLBACKS: keyList,
  GROQ_API_KEY: z.string().optional(),
  GEMINI_BASE_URL: origin.default('https://generativelanguage.googleapis.com'),
  GROQ_BASE_URL: origin.default('https://api.groq.com'),
  GEMINI_MAX_RETRIES: z.coerce.number().int().min(0).max(10).default(2),
  GEMINI_RETRY_BASE_DELAY_SECONDS: seconds(1),
  GEMINI_QUOTA_COOLDOWN_SECONDS: seconds(60),
  GEMINI_DAILY_QUOTA_COOLDOWN_SECONDS: seconds(3_600),
  /** How long a key that the vendor refuses is left alone. */
  GATEWAY_KEY_RECHECK_SECONDS: seconds(3_600),
  /** Until the head of an answer, and between two chunks of it. Thinking models are silent for long. */
  GATEWAY_UPSTREAM_TIMEOUT_SECONDS: seconds(120),
  /** Inline media comes as base64: 20 MB of file are 27 MB here. */
  GATEWAY_MAX_BODY_MB: z.coerce.number().positive().max(100).default(32),
})

/** The gateway's settings, parsed once. Without any Gemini key there is nothing to forward with: the start ends. */
export const GatewayConfig = settings.transform((config, context) => {
  const { GEMINI_API_KEY, GEMINI_API_KEY_FALLBACK, GEMINI_API_KEY_FALLBACKS, GROQ_API_KEY, ...rest } = config
  const given = [GEMINI_API_KEY, GEMINI_API_KEY_FALLBACK, ...GEMINI_API_KEY_FALLBACKS]
  const geminiKeys = [...new Set(given.filter((key) => key !== undefined))]
  const groqKeys = GROQ_API_KEY ? [GROQ_API_KEY] : []
  if (geminiKeys.length > 0) return { ...rest, geminiKeys, groqKeys }
  context.addIssue({
    code: 'custom',
    path: ['GEMINI_API_KEY'],
    message: 'no Gemini key is set; get one at https://aistudio.google.com/apikey and put it in .env',
  })
  return z.NEVER
})

export type GatewayConfig = z.output<typeof GatewayConfig>
