import { commonEnv, peopleEnv, storeEnv } from '@aika/service-kit'
import { z } from 'zod'

const model = z.string().regex(/^[\w./:-]{1,128}$/, "must be a model's id")

/** The summarizer's settings, parsed once. */
export const SummarizerConfig = z.object({
  ...commonEnv,
  ...storeEnv,
  /** Told, once a model, when Groq has taken it away. */
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
  /** Will explain incidents; checked now so that a wrong one is noticed before the first incident. */
  TRIAGE_MODEL: model.default('openai/gpt-oss-120b'),
})

export type SummarizerConfig = z.output<typeof SummarizerConfig>
