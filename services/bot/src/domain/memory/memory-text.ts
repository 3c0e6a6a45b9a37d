import { sentenceMark } from '@aika/contracts'
import { type ButtonWish, encodeWish } from '../callback-data.ts'
import { plainLine } from '../inline-code.ts'
import { localDate } from '../local-date.ts'
import type { Button } from '../telegram.ts'
import { dayName } from './day-name.ts'
import { type Memory, mostCounted } from './read-memory.ts'

export interface MemoryList {
  /** Markdown. */
  markdown: string
  /** One with the number of each thing. */
  buttons: Button[][]
}

/** The longest lines that let all of it stand in one message; the shortest may make it several. */
const lineLengths = [300, 200, 140, 100, 70, 45]
const messageUnits = 4_000

/** What is remembered of a person, numbered like its buttons. */
export function memoryList(memory: Memory, timeZone: string, now: Date): MemoryList {
  const lists = lineLengths.map((maxCharacters) => listOf(memory, timeZone, now, maxCharacters))
  return lists.find(({ markdown }) => markdown.length <= messageUnits) ?? lists.at(-1)!
}

function listOf(memory: Memory, timeZone: string, now: Date, maxCharacters: number): MemoryList {
  const wishes: ButtonWish[] = []
  const item = (wish: ButtonWish, text: string, about = '') => {
    wishes.push(wish)
    return `${wishes.length}. ${plainLine(text, maxCharacters)}${about}`
  }
  const sentence = (of: { summaryId: number; text: string }, about = '') =>
    item({ kind: 'memory-sentence', summaryId: of.summaryId, mark: sentenceMark(of.text) }, of.text, about)

  const known = memory.known.map((one) => sentence(one, ` (since ${dayName(one.since, now)})`))
  const notes = memory.notes.map(({ id, text, createdAt }) =>
    item({ kind: 'memory-note', noteId: id }, text, ` (${localDate(createdAt, timeZone, now)})`),
  )
  if (memory.moreNotes > 0) notes.push(`And ${memory.moreNotes} older ones; ask me for them.`)
  const days = memory.days.flatMap(({ day, sentences }) => [
    `**${dayName(day, now)}**`,
    ...(sentences.length > 0
      ? sentences.map((one) => sentence(one))
      : ['Is being written anew, as something of it was forgotten.']),
  ])
  const fold = memory.fold.map((one) => sentence(one))
  const lines = [
    ...section('What I know about you', known, 'Nothing yet: I write it down on Sundays.'),
    ...section('Notes', notes, 'None. Say “remember that …”, and I keep a note.'),
    ...section('The last days', days, 'Nothing yet: I sum a day up at night.'),
    ...section('Today', [...fold, todayLine(memory.exchangesToday)], ''),
    `${wishes.length > 0 ? pressANumber : ''}\`/forget <words>\` forgets all that mentions them; /new begins a fresh conversation, /forget\\_me deletes everything.`,
  ]
  return { markdown: lines.join('\n'), buttons: rowsOf(wishes) }
}

const pressANumber = 'Press a number to see where something is from, or to have it forgotten. '

function section(title: string, lines: string[], none: string): string[] {
  return [`### ${title}`, ...(lines.length > 0 ? lines : [none]), '']
}

function todayLine(exchanges: number): string {
  if (exchanges === 0) return 'We have not talked yet.'
  if (exchanges === 1) return 'One message of yours and its answer, word for word.'
  return `${exchanges >= mostCounted ? `${mostCounted} or more` : exchanges} of your messages and their answers.`
}

const rowLength = 8

function rowsOf(wishes: ButtonWish[]): Button[][] {
  const buttons = wishes.flatMap((wish, index) => {
    const data = encodeWish(wish)
    return data ? [{ text: String(index + 1), data }] : []
  })
  return Array.from({ length: Math.ceil(buttons.length / rowLength) }, (_, row) =>
    buttons.slice(row * rowLength, (row + 1) * rowLength),
  )
}
