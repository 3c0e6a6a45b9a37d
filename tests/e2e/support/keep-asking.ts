import { textsOf, type Person } from './telegram.ts'

/** Asks for the words 0, 1, 2 …, each after the answer to the one before, until `signal` aborts. @returns how many. */
export async function keepAsking(person: Person, ask: (word: string) => string, signal: AbortSignal) {
  let index = 0
  for (; !signal.aborted; index++) {
    const word = `word-${index}`
    await person.asks(ask(word), new RegExp(`(You said|I ran).*${word}\\b`))
  }
  return index
}

export const words = (count: number) => Array.from({ length: count }, (_, index) => `word-${index}`)

/** The words that were answered, in the order of the answers; those marked as a possible repeat are left out. */
export async function wordsHeard(person: Person): Promise<(string | undefined)[]> {
  const answers = textsOf(await person.heard()).filter((text) => !text.includes('possibly repeated'))
  return answers.map((text) => /word-\d+/.exec(text)?.[0])
}
