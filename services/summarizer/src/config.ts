import { adminEnv, commonEnv, peopleEnv, storeEnv } from '@aika/service-kit'
import { z } from 'zod'

const model = z.string().regex(/^[\w./:-]{1,128}$/, "must be a model's id")

/** The summarizer's settings, parsed once. */
export const SummarizerConfig = z.object({
  ...commonEnv,
  ...storeEnv,
  ...adminEnv,
  /** Told of models that Groq has taken away, and of incidents. */
  ADMIN_USER_IDS: peopleEnv.ADMIN_USER_IDS,
  /** Scheme, host and port; the vendor's own path follows. */
  GATEWAY_URL: z.url({ protocol: /^https?$/ }).default('http://gateway:8080'),
  GATEWAY_TOKEN: z.string().min(16, 'must be set, at least 16 characters'),
  SUMMARY_MODEL: model.default('qwen/qwen3-32b'),
  /** Comma list, tried in order when the model before is gone. */
  SUMMARY_MODEL_FALLBACKS: z
    .string()
    .default('qwen/qwen3.6-27b,openai/gpt-oss-120b')
    .transform((text) => text.split(/[\s,;]+/).filter(Boolean))
    .pipe(z.array(model).max(10)),
  /** Asked for the cause of an incident and for ideas how to mend it. */
  TRIAGE_MODEL: model.default('openai/gpt-oss-120b'),
})

export type SummarizerConfig = z.output<typeof SummarizerConfig>
