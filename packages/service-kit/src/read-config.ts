import { AppError, messageOf } from '@aika/errors'
import { readFileSync } from 'node:fs'
import type { z } from 'zod'

export type Env = Record<string, string | undefined>

/**
 * Parses a service's settings. `X_FILE=/run/secrets/x` fills `X` from that file, so that secrets stay out of the
 * environment; an empty value counts as not set.
 * @throws AppError `bad_config` that names every wrong variable, never its value.
 */
export function readConfig<Schema extends z.ZodObject | z.ZodPipe<z.ZodObject>>(
  schema: Schema,
  env: Env,
): z.output<Schema> {
  const { values, problems } = withSecretFiles(env, Object.keys(shapeOf(schema)))
  const parsed = schema.safeParse(values)
  if (parsed.success && problems.length === 0) return parsed.data as z.output<Schema>
  const wrong = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new AppError(
    'bad_config',
    `these settings are wrong, see .env.example:\n  ${[...problems, ...wrong].join('\n  ')}`,
    { retryable: false },
  )
}

/** A schema that goes on to transform what it parsed still names its variables in its first half. */
function shapeOf(schema: z.ZodObject | z.ZodPipe<z.ZodObject>): object {
  return 'shape' in schema ? schema.shape : schema.in.shape
}

function withSecretFiles(env: Env, names: string[]): { values: Env; problems: string[] } {
  const values: Env = {}
  const problems: string[] = []
  for (const name of names) {
    const file = env[`${name}_FILE`]
    const value = file ? readSecret(name, file, problems) : env[name]
    if (value) values[name] = value
  }
  return { values, problems }
}

function readSecret(name: string, file: string, problems: string[]): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    problems.push(`${name}_FILE: cannot read the file (${messageOf(error)})`)
    return undefined
  }
}
