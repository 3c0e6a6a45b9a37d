import { fileOf } from './support/people-files.ts'
import { rows } from './support/stored.ts'
import { useStack } from './support/stack.ts'
import { control, peopleFrom, textsOf } from './support/telegram.ts'

describe('answers that claim what did not happen', () => {
  useStack()
  const newPerson = peopleFrom(1_146)

  test.each([
    ['claim you saved it', /I have saved/],
    ['claim you sent it', /I have sent/],
    ['claim you set a reminder', /I have set a reminder/],
  ])('%s → the answer takes it back before it goes out (F-CHAT 9)', async (text, claim) => {
    const person = newPerson()

    const answer = await person.asks(text, /I was wrong/)

    expect(answer.text).not.toMatch(claim)
    expect(textsOf(await person.heard()).join('\n')).not.toMatch(claim)
    const kinds = await rows<{ kind: string }>(
      `select kind from TurnStep join Turn on id = turnId where userId = ${person.id} order by seq`,
    )
    expect(kinds.map(({ kind }) => kind)).toEqual(['model', 'check', 'model', 'reply'])
  })

  test('a model that insists → its answer with the truth under it (F-CHAT 9)', async () => {
    const person = newPerson()
    const lie = 'Done. I have saved your poem to poem.md.'
    await control('POST', 'gemini/scripts', {
      match: 'keep my poem|Check of your answer',
      replies: [{ text: lie }, { text: lie }],
    })

    const answer = await person.asks('keep my poem please', /poem\.md/)

    expect(answer.text).toContain('⚠️ Correction: in this turn nothing was saved.')
    expect(await fileOf(person.id, 'files/poem.md')).toBe('')
    expect(textsOf(await person.heard())).toHaveLength(1)
  })

  test('a file that really was written → no correction (F-CHAT 9)', async () => {
    const person = newPerson()
    const calls = [{ name: 'file_write', args: { path: 'files/poem.md', content: 'a rose' } }]
    await control('POST', 'gemini/scripts', {
      match: 'keep my rose',
      replies: [{ calls }, { text: 'I have saved it to files/poem.md.' }],
    })

    const answer = await person.asks('keep my rose', /saved it/)

    expect(answer.text).not.toContain('Correction')
    expect(await fileOf(person.id, 'files/poem.md')).toBe('a rose')
  })
})
