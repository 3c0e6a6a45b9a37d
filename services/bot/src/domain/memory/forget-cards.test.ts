import type { Mentioned, MentioningExchange } from '@aika/store'
import { writeCard } from '../rendering/card.ts'
import { forgetMentionsCard, forgetNoteCard, forgetSentenceCard } from './forget-cards.ts'
import { forgettableOf, nothingMentions } from './mentioned.ts'

const now = new Date('2026-11-21T12:00:00Z')
const times = { timeZone: 'UTC', now }
const exchange = (n: number, more: Partial<MentioningExchange> = {}): MentioningExchange =>
  ({
    turnId: `tg-1-${n}`, number: n, chatId: 5, at: now, question: `question ${n}`, answer: `answer ${n}`, isParked: false,
    ...more,
  }) // prettier-ignore
const note = { id: 'n-1', text: 'a tooth', createdAt: now }
const sentence = { summaryId: 3, mark: '0123456789abcdef', kind: 'daily' as const, period: '2026-11-20', text: 'Of a tooth.' } // prettier-ignore
const mentioned = (more: Partial<Mentioned> = {}): Mentioned => ({
  exchanges: [],
  retellings: [],
  notes: [],
  sentences: [],
  reminders: [],
  cards: [],
  open: { messages: 0, reminders: 0, cards: 0 },
  complete: true,
  ...more,
})

describe('what a card says that would be forgotten', () => {
  test('words: how much mentions them, the first of it quoted with its date', () => {
    const found = mentioned({
      exchanges: [exchange(1, { question: `${'so long '.repeat(50)} a tooth hurts` }), exchange(2)],
      notes: [note],
      sentences: [sentence],
    })

    const { title, what, why } = forgetMentionsCard(['tooth'], found, times)

    expect(title).toBe('Forget what mentions “tooth”')
    expect(what.split('\n')[0]).toBe('2 exchanges, 1 note, 1 sentence of summaries')
    expect(what).toMatch(/- 21 Nov, 12:00: “….*tooth hurts” → “answer 1”\n/)
    expect(what).toContain('“question 2” → “answer 2” (in the work behind it)')
    expect(what).toContain('- note of 21 Nov, 12:00: “a tooth”')
    expect(what).toContain('- summary of Fri 20 Nov: “Of a tooth.”')
    expect(why).toContain('It cannot be undone.')
  })

  test('what was answered from it in other words: is shown, with the words it has from there, and stays', () => {
    const answer = `${'Let me see. '.repeat(20)} At 4 pm with Dr. Molar.`
    const retelling = { ...exchange(9, { answer }), words: ['molar'] }

    const { what } = forgetMentionsCard(['dentist'], mentioned({ retellings: [retelling] }), times)

    expect(what).toMatch(
      /^May tell of it in other words, and stays; .*:\n- 21 Nov, 12:00: “question 9” → “….*with Dr\. Molar\.”$/,
    )
  })

  test('one that waits for an answer to its card, past reminders and questions; and what mentions it and stays', () => {
    const found = mentioned({
      exchanges: [exchange(1, { question: 'delete the tooth', answer: '', isParked: true })],
      reminders: [{ id: 'r1', text: 'see to the tooth', at: now }],
      cards: [1, 2, 3].map((n) => ({ id: `card${n}`, title: `Replace tooth-${n}.txt`, at: now })),
      open: { messages: 1, reminders: 2, cards: 0 },
    })

    const { what } = forgetMentionsCard(['tooth'], found, times)

    expect(what.split('\n')).toEqual([
      '1 exchange, 1 past reminder, 3 past questions of commands',
      '- 21 Nov, 12:00: “delete the tooth” → waits for your answer to a question, which goes too',
      '- reminder of 21 Nov, 12:00: “see to the tooth”',
      '- question of 21 Nov, 12:00: “Replace tooth-1.txt”',
      '- question of 21 Nov, 12:00: “Replace tooth-2.txt”',
      '  and 1 more questions',
      'What mentions it and stays: one message that I have not answered yet, 2 reminders to come (/reminders). Ask again when that is over.',
    ])
  })

  test('a word is found with its accents or without them', () => {
    const found = mentioned({ exchanges: [exchange(1, { question: 'Dr. Müller, 4 pm' })] })

    const { what } = forgetMentionsCard(['muller'], found, times)

    expect(what).toContain('“Dr. Müller, 4 pm” → “answer 1”')
    expect(what).not.toContain('in the work behind it')
  })

  test('500 long ones, long words: the whole card still is one message', () => {
    const long = '🦷 tooth '.repeat(400)
    const found = mentioned({
      exchanges: Array.from({ length: 500 }, (_, n) => exchange(n + 1, { question: long, answer: long })),
      retellings: Array.from({ length: 9 }, () => ({
        ...exchange(1, { question: long, answer: long }),
        words: ['tooth'],
      })),
      notes: Array.from({ length: 20 }, () => ({ ...note, text: long })),
      sentences: Array.from({ length: 30 }, () => ({ ...sentence, text: long })),
    })

    const card = forgetMentionsCard(
      Array.from({ length: 30 }, () => 'tooth'.repeat(30)),
      found,
      times,
    )

    expect(card.title.length).toBeLessThanOrEqual(200)
    expect(card.what).toContain('and 494 more exchanges')
    expect(card.what).toContain('and 6 more later answers')
    expect(card.what).toContain('and 17 more notes')
    expect(card.what).toContain('and 27 more sentences')
    expect(writeCard(card, '', 4_000).whole).toBeUndefined()
  })

  test('a sentence: with exactly the exchanges it was made from; a note: by itself', () => {
    const sources = [exchange(1), exchange(2), exchange(3)]

    expect(forgetSentenceCard('They met.', sources, times).what).toContain(
      'this sentence and the 3 exchanges it was made from:\n“They met.”',
    )
    expect(forgetSentenceCard('They met.', [], times).what).toBe('this sentence:\n“They met.”')
    expect(forgetNoteCard(note, times).what).toBe('21 Nov, 12:00: “a tooth”')
  })
})

describe('what is forgotten is named when it is asked', () => {
  test('by ids; numbers are those of the private chat, as summaries are about it alone', () => {
    const inGroup = { ...exchange(2), chatId: -9 }
    const retellings = [{ ...exchange(3), words: ['tooth'] }]
    const exchanges = [exchange(1), inGroup]
    const wishes = {
      reminders: [{ id: 'r1', text: '', at: now }],
      cards: [{ id: 'c1aaaaaaaaaa', title: '', at: now }],
    }
    const found = mentioned({ exchanges, retellings, notes: [note], sentences: [sentence], ...wishes })

    expect(forgettableOf(found, 5)).toEqual({
      turnIds: ['tg-1-1', 'tg-1-2'],
      numbers: [1],
      noteIds: ['n-1'],
      sentences: [{ summaryId: 3, mark: '0123456789abcdef' }],
      reminderIds: ['r1'],
      cardIds: ['c1aaaaaaaaaa'],
    })
  })

  test('nothing, and too much', () => {
    expect(forgettableOf(mentioned(), 5)).toBe('nothing')
    expect(forgettableOf(mentioned({ exchanges: [exchange(1)], complete: false }), 5)).toBe('too much')
    const many = Array.from({ length: 501 }, (_, n) => ({ ...note, id: `n-${n}` }))
    expect(forgettableOf(mentioned({ notes: many }), 5)).toBe('too much')
    const { open } = mentioned()
    expect(nothingMentions(['a`b', 'c'], open)).toContain('``a`b`` and `c`')
    expect(nothingMentions(['c'], { ...open, messages: 2 })).toBe(
      'Nothing that is over mentions `c`. What mentions it and stays: 2 messages that I have not answered yet. Ask again when that is over.',
    )
  })
})
