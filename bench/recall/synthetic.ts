import { rmSync } from 'node:fs'
import path from 'node:path'
import { openDatabase } from '../../packages/store/src/sqlite/open-database.ts'
import { openStore, type Store } from '../../packages/store/src/index.ts'
import { temporaryDatabase } from '../../packages/store/src/testing.ts'
import { Random } from '../../tests/support/random.ts'

/** Everyday words among the invented ones, for which the search knows related ones. */
const everyday =
  `family friend dog cat music book movie game dinner coffee job boss meeting project deadline school exam
  money gift doctor allergy house city trip flight car bike party birthday wedding concert team goal problem reason advice
  garden weather laptop password photo hobby run swim paint guitar kitchen bread sister brother mother`.split(
    /\s+/,
  )
const filler =
  'the a I you we it is was to of in on and but that this for with my your so not have at be'.split(' ')

export interface SyntheticLog {
  store: Store
  /** Removes the database, once the store is closed. */
  remove(): void
  userId: number
  questions: string[]
}

/**
 * A database of invented messages: words as common as words of a language are, half of them little ones, 8 to 48 a
 * message. One person owns 98 of 100.
 */
export async function syntheticLog(messages: number, questionCount: number): Promise<SyntheticLog> {
  const source = new Random(7)
  const random = () => source.next()
  const word = wordsBy(random)
  const text = () => Array.from({ length: 8 + Math.floor(random() * 41) }, word).join(' ')
  const texts = Array.from({ length: messages }, text)
  const database = temporaryDatabase()
  insertTurns(database.path, texts)
  const store = await openStore(database)
  await store.passages.indexMissing(1_000)
  const ask = (n: number) => questionFrom(texts[Math.floor(random() * texts.length)]!, n, random)
  const remove = () => rmSync(path.dirname(database.path), { recursive: true })
  return { store, remove, userId: 1001, questions: Array.from({ length: questionCount }, (_, n) => ask(n)) }
}

/** Zipf's law with the words that every language has most of apart. */
function wordsBy(random: () => number): () => string {
  const [vocabulary, flat] = [20_000, 20]
  const spread = Math.log((vocabulary + flat) / flat)
  return () => {
    if (random() < 0.5) return filler[Math.floor(random() * filler.length)]!
    const rank = Math.floor(flat * Math.exp(random() * spread) - flat)
    return rank % 40 === 7 ? everyday[((rank / 40) % everyday.length) | 0]! : invented(rank)
  }
}

/** Letters for a number, the same for the same. */
function invented(rank: number): string {
  const syllables = [
    'ba',
    'ko',
    'li',
    'mu',
    'ne',
    'ra',
    'so',
    'ti',
    'vu',
    'za',
    'cho',
    'dre',
    'fil',
    'gan',
    'hem',
    'pos',
  ]
  let [left, word] = [rank + 300, '']
  for (; left > 0; left = Math.floor(left / syllables.length)) word += syllables[left % syllables.length]!
  return word
}

function insertTurns(file: string, texts: string[]): void {
  const database = openDatabase(file)
  const insert = database.prepare(`
    INSERT INTO "Turn" ("id", "chatId", "userId", "replyToMessageId", "traceId", "text", "status", "startedAt", "answer")
    VALUES (?, ?, ?, 1, 'trace-of-bench', ?, 'answered', ?, ?)`)
  database.exec('BEGIN')
  for (let n = 0; n + 1 < texts.length; n += 2) {
    const userId = n % 100 === 0 ? 2_000 + (n % 7) : 1001
    const at = new Date(Date.UTC(2025, 0, 1) + n * 5 * 60_000).toISOString().replace('Z', '+00:00')
    insert.run(`tg-1-${n}`, userId, userId, texts[n]!, at, texts[n + 1]!)
  }
  database.exec('COMMIT')
  database.close()
}

/** As people ask: some words of what was said, in a sentence; now and then with a time, a month or an error. */
function questionFrom(text: string, n: number, random: () => number): string {
  const words = text.split(' ').filter((word) => !filler.includes(word))
  const some = words.filter(() => random() < 0.4).slice(0, 6)
  if (n % 5 === 1 && some[0]) some[0] = some[0].slice(0, 2) + some[0].slice(3)
  const asked = some.join(' ')
  return [
    `What did I say about ${asked}?`,
    `When was the ${asked}?`,
    `${asked} in May`,
    `which ${asked} do I have`,
  ][n % 4]!
}
