import type { Card } from '@aika/contracts'
import { foldedText } from '@aika/recall'
import type { Exchange, Mentioned, Note, Retelling } from '@aika/store'
import { localDate } from '../local-date.ts'
import { dayName } from './day-name.ts'
import { openText } from './mentioned.ts'

/** How a card writes times. */
export interface CardTimes {
  timeZone: string
  now: Date
}

type Quotable = Pick<Exchange, 'at' | 'question' | 'answer'> & { isParked?: boolean }

const shown = { exchanges: 6, retellings: 3, notes: 3, sentences: 3, wishes: 2 }
const cannotBeUndone =
  'It cannot be undone. Summaries of those days are written anew from what is left; files, reminders to come, what you always allow and what Telegram shows in this chat stay.'

/** The question whether a sentence goes, with the exchanges it was made from. */
export function forgetSentenceCard(text: string, sources: Quotable[], times: CardTimes): Card {
  const made = sources.length === 1 ? 'the exchange' : `the ${sources.length} exchanges`
  const what =
    sources.length === 0
      ? ['this sentence:', quote(text, 300)]
      : [
          `this sentence and ${made} it was made from:`,
          quote(text, 300),
          '',
          ...exchangeLines(sources, times),
        ]
  return { title: 'Forget this', what: what.join('\n'), why: cannotBeUndone }
}

export function forgetNoteCard({ text, createdAt }: Note, { timeZone, now }: CardTimes): Card {
  return {
    title: 'Forget this note',
    what: `${localDate(createdAt, timeZone, now)}: ${quote(text, 1_000)}`,
    why: 'It cannot be undone. The messages in which it was said stay: /forget with a word of it finds those.',
  }
}

/** The question whether all that mentions some words goes. */
export function forgetMentionsCard(words: string[], found: Mentioned, times: CardTimes): Card {
  const { exchanges, retellings, notes, sentences } = found
  const noteLines = notes.slice(0, shown.notes).map(({ text, createdAt }) => {
    return `- note of ${localDate(createdAt, times.timeZone, times.now)}: ${quote(text, 90, words)}`
  })
  const sentenceLines = sentences.slice(0, shown.sentences).map(({ text, period, kind }) => {
    const from = kind === 'major' ? 'known on' : 'summary of'
    return `- ${from} ${dayName(period, times.now)}: ${quote(text, 110, words)}`
  })
  return {
    title: `Forget what mentions ${words.map((word) => quote(word, 40)).join(', ')}`
      .slice(0, 150)
      .toWellFormed(),
    what: [
      amounts(found),
      ...exchangeLines(exchanges, times, words),
      ...withMore(noteLines, notes.length, 'notes'),
      ...withMore(sentenceLines, sentences.length, 'sentences'),
      ...wishLines(found, times, words),
      ...retellingLines(retellings, times),
      openText(found.open),
    ]
      .filter(Boolean)
      .join('\n'),
    why: `What is said from now on is not among it. ${cannotBeUndone}`,
  }
}

/** `3 exchanges, 1 note, 2 sentences of summaries`. */
function amounts({ exchanges, notes, sentences, reminders, cards }: Mentioned): string {
  const some = (amount: number, one: string, many = `${one}s`) =>
    amount > 0 ? [`${amount} ${amount === 1 ? one : many}`] : []
  return [
    ...some(exchanges.length, 'exchange'),
    ...some(notes.length, 'note'),
    ...some(sentences.length, 'sentence of summaries', 'sentences of summaries'),
    ...some(reminders.length, 'past reminder'),
    ...some(cards.length, 'past question of a command', 'past questions of commands'),
  ].join(', ')
}

/** @param words - what is to be seen of long ones; found in neither, it is in a file's name or a command's output. */
function exchangeLines(exchanges: Quotable[], { timeZone, now }: CardTimes, words: string[] = []): string[] {
  const lines = exchanges.slice(0, shown.exchanges).map(({ at, question, answer, isParked }) => {
    const isBehind = words.some((word) => placeOf(`${question}\n${answer}`, [word]) < 0)
    const answered = isParked
      ? 'waits for your answer to a question, which goes too'
      : quote(answer, 80, words)
    const said = `${quote(question, 80, words)} → ${answered}`
    return `- ${localDate(at, timeZone, now)}: ${said}${isBehind ? ' (in the work behind it)' : ''}`
  })
  return withMore(lines, exchanges.length, 'exchanges')
}

/**
 * Without the words that were looked for: what is to be seen of long ones is what they were made of. They stay, as some only
 * seem to be made of it.
 */
function retellingLines(retellings: Retelling[], { timeZone, now }: CardTimes): string[] {
  const lines = retellings.slice(0, shown.retellings).map(({ at, question, answer, words }) => {
    return `- ${localDate(at, timeZone, now)}: ${quote(question, 50)} → ${quote(answer, 80, words)}`
  })
  if (lines.length === 0) return []
  const heading = 'May tell of it in other words, and stays; /forget with its own words takes it along:'
  return [heading, ...withMore(lines, retellings.length, 'later answers')]
}

function wishLines({ reminders, cards }: Mentioned, { timeZone, now }: CardTimes, words: string[]): string[] {
  const line = (what: string, at: Date, text: string) =>
    `- ${what} of ${localDate(at, timeZone, now)}: ${quote(text, 90, words)}`
  return [
    ...withMore(
      reminders.slice(0, shown.wishes).map(({ at, text }) => line('reminder', at, text)),
      reminders.length,
      'reminders',
    ),
    ...withMore(
      cards.slice(0, shown.wishes).map(({ at, title }) => line('question', at, title)),
      cards.length,
      'questions',
    ),
  ]
}

function withMore(lines: string[], all: number, what: string): string[] {
  return all > lines.length ? [...lines, `  and ${all - lines.length} more ${what}`] : lines
}

/** On one line, whole characters, cut so that the first of the words is in what is left. */
function quote(text: string, maxCharacters: number, words: string[] = []): string {
  const place = placeOf(text, words)
  const isFar = text.length > maxCharacters && place > maxCharacters / 2
  const from = isFar ? Math.floor(place - maxCharacters / 4) : 0
  const part = text.slice(from, from + maxCharacters * 8).toWellFormed()
  const characters = Array.from(part.replace(/\s+/g, ' ').trim())
  const isLong = characters.length > maxCharacters
  const left = isLong ? [...characters.slice(0, maxCharacters - 1), '…'] : characters
  return `“${isFar ? '…' : ''}${left.join('')}”`
}

/** About where the first of them is that occurs, as they are searched for: accents apart; -1: nowhere. */
function placeOf(text: string, words: string[]): number {
  const said = foldedText(text)
  return words.map((word) => said.indexOf(foldedText(word))).find((place) => place >= 0) ?? -1
}
