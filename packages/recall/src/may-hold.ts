import { irregularForms } from './irregular-words.ts'
import { stemOf } from './stem.ts'

/**
 * A quick look that rules out most texts: whether one may hold a word with one of these stems. A yes may be wrong, a no is
 * not. Reading the words of a text takes five times as long.
 */
export function mayHold(stems: string[]): (text: string) => boolean {
  if (stems.length === 0) return () => false
  const beginnings = [...new Set(stems.flatMap(beginningsOf))]
  if (beginnings.length > mostBeginnings || !plain.test(beginnings.join(''))) return () => true
  const oneOf = new RegExp(`(?<![a-z\\d])(?:${beginnings.map(RegExp.escape).join('|')})`, 'i')
  return (text) => oneOf.test(text) || !standsAsItIs.test(text)
}

/** To look for more of them takes as long as reading the words. */
const mostBeginnings = 150

/** Words of a stem begin with it, but for the irregular ones. */
const beginningsOf = (stem: string) => [stem, ...(irregularByStem.get(stem) ?? [])]

const irregularByStem = Map.groupBy(irregularForms, stemOf)

const plain = /^[a-z\d]*$/

/**
 * Characters that `wordsOf` makes no other Latin letters or digits of: Western and Cyrillic letters, typographic signs and
 * most pictures. In what holds another one (full width, ligatures, invisible hyphens) a plain word may not stand as it is.
 */
const standsAsItIs =
  /^(?:[\0-\x7f\xa0-\xa9\xab\xac\xae-\xb1\xb4\xb6-\xb8\xbb\xbf-\xc5\xc7-\xd7\xd9-\xde\xe0-\xe5\xe7-\xf7\xf9-\xff\u0400-\u04ff\u2010-\u2027\u2030-\u205e\u20ac]|\ufe0f|\ud83c[\udf00-\udfff]|\ud83d[\udc00-\udfff]|\ud83e[\udc00-\udeff])*$/
