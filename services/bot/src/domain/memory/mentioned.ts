import { Forgettable, mostForgottenAtOnce } from '@aika/contracts'
import type { Mentioned } from '@aika/store'
import { inlineCode } from '../inline-code.ts'

/** What was found, by its ids: what comes later is not among them, nor what only seems to be made from it. */
export function forgettableOf(found: Mentioned, userId: number): Forgettable | 'nothing' | 'too much' {
  const { exchanges, notes, sentences, reminders, cards, complete } = found
  if ([exchanges, notes, sentences, reminders, cards].every(({ length }) => length === 0)) return 'nothing'
  const named = {
    turnIds: exchanges.map(({ turnId }) => turnId),
    // Summaries are about the private chat, which has its person's number.
    numbers: exchanges.filter(({ chatId }) => chatId === userId).map(({ number }) => number),
    noteIds: notes.map(({ id }) => id),
    sentences: sentences.map(({ summaryId, mark }) => ({ summaryId, mark })),
    reminderIds: reminders.map(({ id }) => id),
    cardIds: cards.map(({ id }) => id),
  }
  return complete && Forgettable.safeParse(named).success ? named : 'too much'
}

/** With what is not over, as nothing of that is forgotten. */
export function nothingMentions(words: string[], open: Mentioned['open']): string {
  const all = words.map((word) => inlineCode(word, 60)).join(' and ')
  const stays = openText(open)
  if (stays) return `Nothing that is over mentions ${all}. ${stays}`
  return [
    `I remember nothing that mentions ${all}.`,
    'Try fewer words, other ones or the beginning of one: all of them must occur in the same message and its answer, note or summary. /memory shows what I remember.',
  ].join(' ')
}

/** What mentions the words and stays; empty: nothing. */
export function openText({ messages, reminders, cards }: Mentioned['open']): string {
  const some = (amount: number, one: string, many: string) =>
    amount > 0 ? [amount === 1 ? `one ${one}` : `${amount} ${many}`] : []
  const parts = [
    ...some(messages, 'message that I have not answered yet', 'messages that I have not answered yet'),
    ...some(reminders, 'reminder to come (/reminders)', 'reminders to come (/reminders)'),
    ...some(cards, 'question of mine that waits for you', 'questions of mine that wait for you'),
  ]
  if (parts.length === 0) return ''
  return `What mentions it and stays: ${parts.join(', ')}. Ask again when that is over.`
}

export const tooMuchMentions = `More than ${mostForgottenAtOnce} messages mention that, too many to look at before they go. Please add a word.`
