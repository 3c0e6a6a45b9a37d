const one = /\s*(?:"([^"]*)"|“([^”]*)”|„([^“”]*)[“”]|'([^']*)'|‘([^’]*)’|«([^»]*)»|([^\s"“„'‘«]\S*))(?=\s|$)/y

/**
 * The arguments of a command. Those with spaces stand in quotes, straight ones or what a phone makes of them.
 *
 * @returns undefined when a quote is opened and not closed.
 */
export function argumentsOf(text: string): string[] | undefined {
  const found: string[] = []
  let rest = text.trim()
  while (rest !== '') {
    const first = firstArgument(rest)
    if (!first) return undefined
    found.push(first.argument)
    rest = first.rest
  }
  return found
}

/** The first argument, and whatever follows as it was written. */
export function firstArgument(text: string): { argument: string; rest: string } | undefined {
  one.lastIndex = 0
  const match = one.exec(text)
  if (!match) return undefined
  const argument = match.slice(1).find((group) => group !== undefined) ?? ''
  return { argument, rest: text.slice(match[0].length).trim() }
}
