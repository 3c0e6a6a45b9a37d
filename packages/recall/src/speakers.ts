import type { PassageIndex } from './passage-index.ts'
import { withoutAccents, wordsOf } from './words.ts'

/** What one person said, and how many passages that are. */
interface Log {
  index: PassageIndex
  userId: number
  total: number
}

/**
 * Who speaks in the log, by what a question calls them: “Deborah”, or “Deb” for short.
 * @param names - words and pairs of words that may be a name; in lower case.
 * @param proper - those that are written like one: only these are short for another.
 */
export async function speakersCalled(
  log: Log,
  names: string[],
  proper: string[],
): Promise<Map<string, string>> {
  const speaking = await speakersAmong(log, names)
  const called = new Map([...speaking].map((name) => [name, name]))
  for (const name of proper.filter((name) => !called.has(name) && name.length >= shortestName)) {
    const speaker = await inFull(log, name)
    if (speaker) called.set(name, speaker)
  }
  return called
}

const shortestName = 3

async function inFull(log: Log, name: string): Promise<string | undefined> {
  const range = { min: name.length + 2, max: 20, most: 100 }
  const longer = await log.index.wordsFrom(log.userId, name, range)
  const full = longer.filter((word) => word.endsWith(':')).map((word) => word.slice(0, -1))
  const [speaker] = await speakersAmong(log, full)
  return speaker
}

/**
 * The names under which somebody speaks. “Rent: 900 euro” looks like one too; but who speaks does so again and again, and
 * is spoken of no more often than that.
 */
async function speakersAmong({ index, userId, total }: Log, names: string[]): Promise<Set<string>> {
  if (names.length === 0) return new Set()
  const counted = await index.occurrences(
    userId,
    names.flatMap((name) => [asSpeaker(name), ...partsOf(name)]),
  )
  const passagesOf = (word: string) => counted.get(word) ?? 0
  const isSpeaker = (name: string) => {
    const spoken = passagesOf(asSpeaker(name))
    const all = Math.min(...partsOf(name).map(passagesOf))
    return spoken >= Math.max(leastSpoken, leastShare * total) && all <= mostMentioned * spoken
  }
  return new Set(names.filter(isSpeaker))
}

const leastSpoken = 3
/** Of all passages. The name of who speaks less is found as any word is. */
const leastShare = 0.02
/** Passages with the name in them, against those that begin with it. */
const mostMentioned = 2

/** As `countedWords` has them. */
const asSpeaker = (name: string) => `${name}:`
const partsOf = (name: string) => wordsOf(withoutAccents(name))
