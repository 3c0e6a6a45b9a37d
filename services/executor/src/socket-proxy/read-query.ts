export type Flag = '1' | 'true' | '0' | 'false'
/** The options that a request may have, each at most once. */
export type QueryShape = Record<string, 'flag' | 'text'>
export type Query = Record<string, string>

/** @returns undefined when there is anything that is not in the shape, or anything twice. */
export function readQuery(query: string, shape: QueryShape): Query | undefined {
  const entries = [...new URLSearchParams(query)]
  const isGood = entries.every(([name, value]) => Object.hasOwn(shape, name) && fits(value, shape[name]!))
  const isOnce = new Set(entries.map(([name]) => name)).size === entries.length
  return isGood && isOnce ? Object.fromEntries(entries) : undefined
}

function fits(value: string, kind: 'flag' | 'text'): boolean {
  return kind === 'text' ? value.length <= 1_024 : /^(1|true|0|false)$/.test(value)
}
