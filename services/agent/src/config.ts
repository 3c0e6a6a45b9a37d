import { commonEnv, dataEnv, limitsEnv, peopleEnv, quotaEnv, storeEnv } from '@aika/service-kit'
import { z } from 'zod'

const modelList = z
  .string()
  .default('gemini-3.8-flash,gemini-3.5-flash')
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))

export const AgentConfig = z.object({
  ...commonEnv,
  ...storeEnv,
  ...dataEnv,
  ...quotaEnv,
  ...peopleEnv,
  ...limitsEnv,
  GATEWAY_URL: z.url().default('http://127.0.0.1:8080'),
  GATEWAY_TOKEN: z.string().min(16),
  GEMINI_MODEL: z.string().default('gemini-3-flash-preview'),
  /** Tried in order when the model is gone or overloaded. */
  GEMINI_MODEL_FALLBACKS: modelList,
  /** The last one is made without tools, so that a turn always ends with an answer. */
  GEMINI_MAX_CALLS_PER_MESSAGE: z.coerce.number().int().min(1).max(100).default(8),
  AGENT_MAX_STEPS: z.coerce.number().int().min(1).max(500).default(24),
  AGENT_TURN_SECONDS: z.coerce.number().int().min(10).max(3_600).default(300),
  /** Chats answered at the same time by one agent. */
  AGENT_CONCURRENCY: z.coerce.number().int().min(1).max(200).default(20),
  /** Ceiling of a prompt, in tokens of four characters. */
  PROMPT_TOKEN_BUDGET: z.coerce.number().int().min(2_500).max(100_000).default(4_000),
  /** How long a card that asks for a yes may be answered. */
  APPROVAL_TTL_MINUTES: z.coerce.number().positive().max(10_080).default(60),
  TIMEZONE: z
    .string()
    .default('America/Los_Angeles')
    .refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC', {
      error: 'must be an IANA time zone such as Europe/Berlin',
    }),
  /** Off: commands run without a question or a refusal, and only the sandbox holds them. */
  COMMAND_JUDGE: z.enum(['on', 'off']).default('on'),
  /** Whether admins may run commands in this very container by `/run`. */
  ADMIN_RUN: z.stringbool().default(true),
  /** Longest a command may be asked to run; the executor holds the same limit. */
  SANDBOX_MAX_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(3_600).default(300),
  /** A command may wait so long for the ones before it, and for an executor that Docker starts again only after minutes. */
  SANDBOX_QUEUE_SECONDS: z.coerce.number().int().min(1).max(3_600).default(150),
})

export type AgentConfig = z.output<typeof AgentConfig>
