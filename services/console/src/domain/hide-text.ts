/** Fields of jobs and results that hold what people wrote, what the model said and what commands printed. */
const TEXT_FIELDS = new Set([
  'text',
  'markdown',
  'script',
  'argv',
  'stdout',
  'stderr',
  'done',
  'label',
  'answer',
])

/** A copy in which people's words are only counted. Ids, kinds, limits and numbers stay. */
export function hideText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hideText)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, inner]) => [
    name,
    TEXT_FIELDS.has(name) ? `‹${sizeOf(inner)} characters, not shown›` : hideText(inner),
  ])
  return Object.fromEntries(entries)
}

function sizeOf(value: unknown): number {
  return typeof value === 'string' ? value.length : JSON.stringify(value ?? '').length
}
