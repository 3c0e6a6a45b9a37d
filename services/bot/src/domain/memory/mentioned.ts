import { Forgettable, mostForgottenAtOnce } from '@aika/contracts'
import type { Mentioned } from '@aika/store'
import { inlineCode } from '../inline-code.ts'

/** What was found, by its ids: what comes later is not among them. */
export function forgettableOf(found: Mentioned, userId: number): Forgettable | 'nothing' | 'too much' {
  const { notes, sentences, complete } = found
  const exchanges = [...found.exchanges, ...found.retellings]
  if (exchanges.length + notes.length + sentences.length === 0) return 'nothing'
  const named = {
    turnIds: exchanges.map(({ turnId }) => turnId),
    // Summaries are about the private chat, which has its person's number.
    numbers: exchanges.filter(({ chatId }) => chatId === userId).map(({ number }) => number),
    noteIds: notes.map(({ id }) => id),
    sentences: sentences.map(({ summaryId, mark }) => ({ summaryId, mark })),
  }
  return complete && Forgettable.safeParse(named).success ? named : 'too much'
}

export const nothingMentions = (words: string[]) =>
  [
    `I remember nothing that mentions ${words.map((word) => inlineCode(word, 60)).join(' and ')}.`,
    'Try fewer words, other ones or the beginning of one: all of them must occur in the same message and its answer, note or summary. /memory shows what I remember.',
  ].join(' ')

export const tooMuchMentions = `More than ${mostForgottenAtOnce} messages mention that, too many to look at before they go. Please add a word.`
