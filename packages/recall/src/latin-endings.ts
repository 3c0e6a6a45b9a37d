/** Endings of German, French, Spanish, Italian and Portuguese, without accents; the longest first. */
const endings = `aient ieron iendo ungen innen iamo amos emos imos aron aban ando endo issent issons
  ern ung ait ons ent ant ees aba ado ada ido ida ato ata ati ono ano ava eur ers eux
  en er es em st te ar ir ez ee as os an on io is ai in
  e n s o a i t`
  .split(/\s+/)
  .toSorted((a, b) => b.length - a.length)

const shortestStem = 4

/**
 * What endings leave alone of a word in Latin letters, roughly: “Häuser” and “Haus”, “hablo” and “hablé”, “chevaux” and
 * “cheval” have one. English words go through porter; this is for a word that nobody wrote as it is asked for.
 * @param word - in lower case, without accents.
 */
export function latinStem(word: string): string {
  const singular = word.replace(/(?:aux|ails?)$/, 'al')
  if (singular !== word) return singular
  const ending = endings.find((some) => word.endsWith(some) && word.length - some.length >= shortestStem)
  return ending ? word.slice(0, -ending.length) : word
}

/** Of a person's words the other forms of one: of about its length, or they are another word of the same family. */
export const formsAmong = (word: string, known: string[]): string[] =>
  known.filter((other) => {
    const [short, long] = [word.length, other.length].toSorted((a, b) => a - b) as [number, number]
    return short >= leastOfLong * long && latinStem(other) === latinStem(word)
  })

const leastOfLong = 0.6

/** With what all of them begin. */
export const commonBeginning = (word: string): string => latinStem(word).replace(/al$/, 'a')
