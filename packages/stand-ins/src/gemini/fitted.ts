import { isRecord, textOfValue } from '../http/body.ts'
import type { FunctionCall, ModelView } from './wire.ts'

/** Words for the same action, of which a tool knows one. */
const synonyms = [
  ['add', 'remember', 'save', 'keep', 'note', 'write'],
  ['list', 'read', 'recall', 'show'],
  ['remove', 'forget', 'delete'],
]

/** A call as its tool's schema wants it: numbers where it wants numbers, its own words for an action. */
export function fitted({ name, args = {} }: FunctionCall, { request }: ModelView): FunctionCall {
  const declarations = (request.tools ?? []).flatMap((tool) => tool.functionDeclarations ?? [])
  const declaration = declarations.find((declared) => declared.name === name)
  const schema = declaration?.parameters ?? declaration?.parametersJsonSchema
  const properties = isRecord(schema) && isRecord(schema['properties']) ? schema['properties'] : {}
  const deeper = name === 'file_list' && 'recursive' in properties ? { recursive: true } : {}
  const entries = Object.entries({ ...args, ...deeper })
  return {
    name,
    args: Object.fromEntries(entries.map(([field, value]) => [field, fittedValue(value, properties[field])])),
  }
}

function fittedValue(value: unknown, schema: unknown): unknown {
  if (!isRecord(schema)) return value
  const { enum: allowed } = schema
  const type = textOfValue(schema['type']).toLowerCase()
  if (Array.isArray(allowed) && !allowed.includes(value)) {
    const alike = synonyms.find((words) => words.includes(textOfValue(value))) ?? []
    return allowed.find((word) => alike.includes(textOfValue(word))) ?? value
  }
  if ((type === 'integer' || type === 'number') && /^\d+$/.test(textOfValue(value))) return Number(value)
  if (type === 'string' && typeof value === 'number') return String(value)
  return value
}
