import { fileError, quoted } from './file-error.ts'

const MAX_PATTERN = 500

/** Where in a line the pattern is first found; -1: nowhere. */
export type LineMatcher = (line: string) => number

/**
 * @throws AppError `bad_pattern`
 */
export async function lineMatcher(
  pattern: string,
  { isRegex = false, ignoreCase = false }: { isRegex?: boolean; ignoreCase?: boolean },
): Promise<LineMatcher> {
  if (pattern === '' || pattern.length > MAX_PATTERN || /[\r\n]/.test(pattern)) {
    throw fileError('bad_pattern', `A pattern is 1 to ${MAX_PATTERN} characters on one line.`)
  }
  if (isRegex) return await regexMatcher(pattern, ignoreCase)
  if (!ignoreCase) return (line) => line.indexOf(pattern)
  const wanted = pattern.toLowerCase()
  return (line) => line.toLowerCase().indexOf(wanted)
}

/** RE2 does not backtrack: time is linear in the line, whatever the pattern. Loaded when first wanted, it is large. */
async function regexMatcher(pattern: string, ignoreCase: boolean): Promise<LineMatcher> {
  const { RE2JS } = await import('re2js')
  try {
    const compiled = RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0)
    return (line) => {
      const matcher = compiled.matcher(line)
      return matcher.find() ? matcher.start() : -1
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be read'
    throw fileError('bad_pattern', `The regular expression ${quoted(pattern)} is not one: ${why}.`, error)
  }
}
