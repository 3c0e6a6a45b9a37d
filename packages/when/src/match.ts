const wordEnd = `(?=[\\s,]|$)`
const compiled = new Map<string, RegExp>()

export interface Begun {
  /** Its groups. */
  groups: (string | undefined)[]
  /** What follows. */
  rest: string
}

/** Matches whole words at the beginning of a text. There are few sources, so each is compiled once. */
export function begins(source: string, text: string): Begun | undefined {
  const match = compile(`^(?:${source})${wordEnd}`).exec(text)
  if (!match) return undefined
  return { groups: match.slice(1), rest: text.slice(match[0].length).replace(/^[\s,]+/u, '') }
}

export function compile(source: string): RegExp {
  const known = compiled.get(source)
  if (known) return known
  const made = new RegExp(source, 'u')
  compiled.set(source, made)
  return made
}

const nothing = '(?!)'

/** One of these, each in a group of its own. */
export const anyOf = (sources: string[]) => sources.map((source) => `(${source})`).join('|') || nothing

/** Which of the groups that were asked for by `anyOf` it was. */
export const indexIn = (groups: (string | undefined)[]) => groups.findIndex((group) => group !== undefined)
