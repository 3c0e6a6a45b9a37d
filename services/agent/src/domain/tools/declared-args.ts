import { z } from 'zod'

/**
 * Arguments as the model is told of them. They go with every call, so bounds and defaults, which few calls ever meet, are
 * left to the error that a wrong call gets.
 */
export function declaredArgs(args: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(args, {
    io: 'input',
    override: ({ jsonSchema }) => {
      for (const key of leftOut) delete jsonSchema[key]
    },
  })
  return schema
}

const leftOut = [
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'default',
  'pattern',
  'additionalProperties',
] as const
