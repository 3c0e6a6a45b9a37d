import { AppError, messageOf } from '@aika/errors'
import { readFileSync } from 'node:fs'
import type { z } from 'zod'

export type Env = Record<string, string | undefined>

/**
 * Parses a service's settings. `X_FILE=/run/secrets/x` fills `X` from that file, so that secrets stay out of the
 * environment; an empty value counts as not set.
 * @throws AppError `bad_config` that names every wrong variable, never its value.
 */
export function readConfig<Schema extends z.ZodType>(schema: Schema, env: Env): z.output<Schema> {
  const { values, problems } = withSecretFiles(env)
  const parsed = schema.safeParse(values)
  if (parsed.success && problems.length === 0) return parsed.data
  const wrong = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new AppError(
    'bad_config',
    `these settings are wrong, see .env.example:\n  ${[...problems, ...wrong].join('\n  ')}`,
    { retryable: false },
  )
}

function withSecretFiles(env: Env): { values: Env; problems: string[] } {
  const values: Env = {}
  const problems: string[] = []
  for (const [name, value] of Object.entries(env)) {
    if (!value) continue
    if (!name.endsWith('_FILE')) {
      values[name] ??= value
      continue
    }
    try {
      const secret = readFileSync(value, 'utf8').trim()
      if (secret) values[name.slice(0, -'_FILE'.length)] = secret
    } catch (error) {
      problems.push(`${name}: cannot read the file (${messageOf(error)})`)
    }
  }
  return { values, problems }
}
