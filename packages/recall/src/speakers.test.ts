import type { PassageIndex } from './passage-index.ts'
import { readQuestion } from './question.ts'
import { speakersCalled } from './speakers.ts'
import { countedWords } from './words.ts'

/** Who speaks in a log of these passages, by what a question calls them. */
async function called(question: string, passages: string[], total = passages.length) {
  const words = passages.flatMap(countedWords)
  const index = {
    occurrences: async (_: number, sought: string[]) =>
      new Map(sought.map((word) => [word, words.filter((other) => other === word).length])),
    wordsFrom: async (_: number, beginning: string) => words.filter((word) => word.startsWith(beginning)),
  } as unknown as PassageIndex
  const { names, proper } = readQuestion(question)
  return Object.fromEntries(await speakersCalled({ index, userId: 7, total }, names, proper))
}

const talk = [
  'Zoë Maria: hi Bob',
  'Bob: hi Zoë',
  'Zoë Maria: tea?',
  'Bob: yes',
  'Zoë Maria: now',
  'Bob: fine',
]

describe('who speaks', () => {
  test('is whose name begins passages again and again, in full or for short', async () => {
    expect(await called('What does Bob drink?', talk)).toEqual({ bob: 'bob' })
    expect(await called('did Zoë Maria call', talk)).toMatchObject({ 'zoë maria': 'zoë maria' })
    expect(await called('What does Zoë drink?', talk)).toEqual({ zoë: 'zoë maria' })
  })

  test('is no word that a message or two began with, nor what begins like it', async () => {
    const said = ['Rent: 900 euro', 'Rent: 950 euro', 'Marketing: send three letters']

    expect(await called('What is my rent?', said)).toEqual({})
    expect(await called('Tell me about Mark', said)).toEqual({})
  })

  test('is no word that is spoken of far more often, nor one of a passage in hundreds', async () => {
    const answers = Array.from({ length: 3 }, (_, n) => `Dentist: a doctor for teeth ${n}`)
    const mentions = Array.from({ length: 4 }, (_, n) => `my dentist is late, ${n} times now`)

    expect(await called('who is my dentist?', answers)).toEqual({ dentist: 'dentist' })
    expect(await called('who is my dentist?', [...answers, ...mentions])).toEqual({})
    expect(await called('who is my dentist?', answers, 200)).toEqual({})
  })
})
