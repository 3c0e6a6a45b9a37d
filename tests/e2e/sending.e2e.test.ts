import { canary, useStack } from './support/stack.ts'
import { control, peopleFrom, textsOf } from './support/telegram.ts'

const mark = '↻ possibly repeated'

describe('Telegram that does not take messages well', () => {
  useStack()
  const newPerson = peopleFrom(1_076)
  const fault = (spec: object) =>
    control('POST', 'faults', { party: 'telegram', method: 'sendMessage', ...spec })

  test('the message arrives, its confirmation does not → sent again, marked as a possible repeat (F-CHAT 8)', async () => {
    const person = newPerson()
    await fault({ chatId: person.id, kind: 'drop', when: 'after', times: 1 })

    await person.asks(`do you hear me, ${canary}`, /possibly repeated/)

    const [first, second, ...more] = textsOf(await person.heard())
    expect(first).toMatch(/^You said: “do you hear me, canary/)
    expect(second).toBe(`${mark}\n${first}`)
    expect(more).toEqual([])
  })

  test('the line breaks before the message arrives → it is not lost (F-CHAT 8)', async () => {
    const person = newPerson()
    await fault({ chatId: person.id, kind: 'drop', times: 2 })

    const answer = await person.asks('do you hear me', /You said/)

    expect(answer.text).toContain('do you hear me')
    expect(textsOf(await person.heard())).toHaveLength(1)
  })

  test('a flood of 429 → every final arrives, once (F-CHAT 11)', async () => {
    const people = Array.from({ length: 8 }, newPerson)
    await fault({ kind: 'flood', retryAfterSeconds: 1, times: 12 })

    await Promise.all(people.map((person) => person.asks(`call me ${person.id}`, /You said/)))

    for (const person of people) {
      const texts = textsOf(await person.heard())
      expect(texts).toEqual([expect.stringContaining(`call me ${person.id}`)])
      expect(texts[0]).not.toContain(mark)
    }
  })
})
