import { isDeepStrictEqual } from 'node:util'

/**
 * Whether a text is JSON for the very same value: the same keys in the same letters, and no more. Of keys that stand
 * twice the last one counts here and others may count elsewhere, so what was compared must never be passed on.
 */
export function sameJson(text: string | undefined, json: string): boolean {
  const parsed = parseJson(text)
  return parsed !== undefined && isDeepStrictEqual(parsed, JSON.parse(json))
}

/** @returns undefined for what is not JSON. */
export function parseJson(text = ''): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
