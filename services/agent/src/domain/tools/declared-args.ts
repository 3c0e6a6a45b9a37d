import { z } from 'zod'

/** A schema in the API's own subset of OpenAPI. */
export interface DeclaredArgs {
  type: 'OBJECT'
  properties: Record<string, unknown>
  required?: string[]
}

/**
 * Arguments as the model is told of them; undefined: there are none.
 *
 * They go with every call, so what few calls ever meet is left to the error that a wrong call gets: bounds, defaults, and
 * which arguments are needed where their names say it. The two locations stand in the system prompt, once for all tools.
 */
export function declaredArgs(args: z.ZodType): DeclaredArgs | undefined {
  const { $schema: _, ...schema } = z.toJSONSchema(args, {
    io: 'input',
    override: ({ jsonSchema }) => {
      for (const key of leftOut) delete jsonSchema[key]
      if (jsonSchema.enum?.join() === locations.join()) delete jsonSchema.enum
      // As the API writes it; the SDK would change it for each call.
      Object.assign(jsonSchema, { type: String(jsonSchema.type).toUpperCase() })
    },
  })
  const { required = [], ...declared } = schema as unknown as DeclaredArgs
  if (Object.keys(declared.properties).length === 0) return undefined
  return { ...declared, ...(mayBeGuessed(declared.properties, required) && { required }) }
}

/** An argument that had to be explained is one that a model may fill in without need. */
function mayBeGuessed(properties: Record<string, unknown>, required: string[]): boolean {
  return Object.entries(properties).some(
    ([name, property]) => !required.includes(name) && 'description' in (property as object),
  )
}

export const locations = ['user', 'shared'] as const

const leftOut = [
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'minItems',
  'maxItems',
  'default',
  'pattern',
  'format',
  'additionalProperties',
] as const
