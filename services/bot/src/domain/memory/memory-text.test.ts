import { sentenceMark } from '@aika/contracts'
import type { Exchange } from '@aika/store'
import { decodeWish } from '../callback-data.ts'
import { renderMessages } from '../rendering/render.ts'
import { noteDetail, sentenceDetail } from './memory-detail.ts'
import { memoryList } from './memory-text.ts'
import type { Memory } from './read-memory.ts'

const now = new Date('2026-11-21T12:00:00Z')
const times = { timeZone: 'Europe/Berlin', now }
const nothing: Memory = { known: [], notes: [], moreNotes: 0, days: [], fold: [], exchangesToday: 0 }
const sentence = (text: string, summaryId = 1) => ({ summaryId, text, turnIds: ['tg-1-1'] })
const listed = (memory: Partial<Memory>) => memoryList({ ...nothing, ...memory }, times.timeZone, now)
const plainOf = (markdown: string) => renderMessages(markdown).map(({ plain }) => plain)

describe('/memory lists what is remembered', () => {
  test('everything has a number, through all parts, and a button of that number that names it', () => {
    const { markdown, buttons } = listed({
      known: [{ ...sentence('Lives in Ulm.', 7), since: '2026-11-15' }],
      notes: [{ id: 'n-1', text: 'likes *tea*', createdAt: new Date('2026-11-20T09:00:00Z') }],
      days: [
        { day: '2026-11-20', sentences: [sentence('Bought a bike.', 8), sentence('Rode it.', 8)] },
        { day: '2025-12-31', sentences: [] },
      ],
      fold: [sentence('Spoke of lunch.', 9)],
      exchangesToday: 12,
    })

    const [text] = plainOf(markdown)
    for (const line of [
      'Press a number to see',
      '1. Lives in Ulm. (since Sun 15 Nov)',
      '2. likes *tea* (20 Nov, 10:00)',
      'Fri 20 Nov\n3. Bought a bike.\n4. Rode it.',
      'Wed 31 Dec 2025\nIs being written anew',
      '5. Spoke of lunch.\n12 of your messages and their answers.',
    ])
      expect(text).toContain(line)
    expect(buttons.flat().map(({ text, data }) => [text, decodeWish(data!)])).toEqual([
      ['1', { kind: 'memory-sentence', summaryId: 7, mark: sentenceMark('Lives in Ulm.') }],
      ['2', { kind: 'memory-note', noteId: 'n-1' }],
      ['3', { kind: 'memory-sentence', summaryId: 8, mark: sentenceMark('Bought a bike.') }],
      ['4', { kind: 'memory-sentence', summaryId: 8, mark: sentenceMark('Rode it.') }],
      ['5', { kind: 'memory-sentence', summaryId: 9, mark: sentenceMark('Spoke of lunch.') }],
    ])
  })

  test('nothing yet: each part says so', () => {
    const { markdown, buttons } = listed({})

    expect(buttons).toEqual([])
    expect(markdown).not.toContain('Press a number')
    expect(markdown.match(/Nothing yet|None\. Say|have not talked yet/g)).toHaveLength(4)
  })

  test('a memory that is full of long lines is one message, and Telegram takes its buttons', () => {
    const long = (n: number) => `${n} ${'word, '.repeat(80)}`
    const { markdown, buttons } = listed({
      known: [1, 2, 3, 4].map((n) => ({ ...sentence(long(n)), since: '2026-11-15' })),
      notes: Array.from({ length: 24 }, (_, n) => ({ id: `n-${n}`, text: long(n), createdAt: now })),
      moreNotes: 170,
      days: Array.from({ length: 7 }, (_, n) => ({ day: `2026-11-1${n}`, sentences: [sentence(long(n)), sentence(long(-n))] })), // prettier-ignore
      fold: [sentence(long(5)), sentence(long(6))],
      exchangesToday: 200,
    })

    expect(plainOf(markdown)).toHaveLength(1)
    expect(markdown).toContain('And 170 older ones')
    expect(markdown).toContain('200 or more')
    expect(buttons.flat()).toHaveLength(4 + 24 + 14 + 2)
    expect(Math.max(...buttons.map((row) => row.length))).toBe(8)
  })
})

describe('where a sentence is from', () => {
  const source = (number: number) =>
    ({
      number,
      turnId: `tg-1-${number}`,
      at: new Date(`2026-11-12T09:22:00Z`),
      question: `Where is *it*? ${'x'.repeat(300)}`,
      answer: 'In Ulm',
    }) as Exchange
  const forget = { kind: 'forget-sentence' as const, summaryId: 7, mark: '0123456789abcdef' }
  const shown = (sources: Exchange[]) =>
    sentenceDetail({ kind: 'daily', period: '2026-11-12' }, 'They spoke of Ulm.', sources, forget, times)

  test('the messages it was made from, with their times, five at most', () => {
    const { markdown, buttons } = shown([1, 2, 3, 4, 5, 6, 7].map(source))

    const [text] = plainOf(markdown)
    expect(text).toContain('They spoke of Ulm.\nFrom Thu 12 Nov')
    expect(text).toContain('from 12 Nov, 10:22: you wrote “Where is *it*? xxx')
    expect(text!.match(/I answered “In Ulm”/g)).toHaveLength(5)
    expect(text).toContain('and from 2 more')
    expect(buttons.flat().map(({ text, data }) => [text, decodeWish(data!)])).toEqual([
      ['Forget this', forget],
      ['Back', { kind: 'memory' }],
    ])
  })

  test('nothing of it is left: it says so', () => {
    expect(shown([]).markdown).toContain('not there any more')
  })

  test('a note is shown whole; one whose id no button holds can still be left', () => {
    const note = { id: 'n'.repeat(60), text: 'y'.repeat(1_000), createdAt: now }

    const { markdown, buttons } = noteDetail(note, { kind: 'forget-note', noteId: note.id }, times)

    expect(markdown).toContain(note.text)
    expect(buttons.flat().map(({ text }) => text)).toEqual(['Back'])
  })
})
