const stopWords = new Set(
  `a about after again all already also always am an and any are as at back be because been before being but by can could day days
  did do does doing done each ever every few for from gave get give given go had has have having he her here hers him his how i
  if in into is isn't it its just know last let lets like many may me might mine more most much must my myself no nor not
  now of off ok on once one only onto or other our out over please remember remind said same say says she should so
  some still such take taken takes tell tells than that the their them then there these they thing this those through to told too took until up us
  use used using very was we well were what when where which while who whose whom why will with would you your yours`.split(
    /\s+/,
  ),
)

export const wordsOf = (text: string): string[] =>
  text.replaceAll('’', "'").match(/\p{L}[\p{L}\p{M}'-]*|\p{N}+/gu) ?? []

/** A word without its most usual endings, so that “doors” and “door” are the same. */
export function stem(word: string): string {
  const plain = word.toLowerCase().replace(/'s?$/, '')
  if (plain.length > 4 && plain.endsWith('ies')) return `${plain.slice(0, -3)}y`
  for (const ending of ['ing', 'ed', 's']) {
    const root = plain.slice(0, -ending.length)
    if (root.length > 2 && plain.endsWith(ending) && !plain.endsWith('ss')) return root.replace(/e$/, '')
  }
  return plain.replace(/e$/, '')
}

/** The words that carry a text's meaning, as they are written, each once. */
export function contentWords(text: string): string[] {
  const seen = new Set<string>()
  return wordsOf(text).filter((word) => {
    const simple = stem(word)
    if (simple.length < 2 || stopWords.has(word.toLowerCase()) || seen.has(simple)) return false
    seen.add(simple)
    return true
  })
}

/** Whether a word is somebody's or something's name: written large, and not because a sentence begins with it. */
export const isName = (word: string, text: string): boolean =>
  /^\p{Lu}\p{Ll}/u.test(word) && text.replaceAll('’', "'").trimStart().indexOf(word) > 0
