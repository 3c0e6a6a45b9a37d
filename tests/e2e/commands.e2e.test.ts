import { sandboxesGone, sandboxRunning } from './support/containers.ts'
import { fileOf } from './support/people-files.ts'
import { rows } from './support/stored.ts'
import { eventually } from './support/eventually.ts'
import { useStack } from './support/stack.ts'
import { journal, lastJournalEntry, peopleFrom, textsOf } from './support/telegram.ts'

describe('commands', () => {
  useStack()
  const newPerson = peopleFrom(1_090)

  test('/start, /help, an unknown command → words at once, without a model call (F-CHAT 2, F-CMD)', async () => {
    const person = newPerson()
    const since = await lastJournalEntry()

    const hello = await person.asks('/start', /Aika/)
    const help = await person.asks('/help', /\/cancel/)
    const hint = await person.asks('/juggle', /do not know/)
    const guess = await person.asks('/statsu', /do not know/)

    expect(hello.text).toMatch(/^Hello .*, I am Aika\./)
    expect(help.text).toContain('/status')
    expect(hint.text).toBe('I do not know /juggle. /help shows what I can do.')
    expect(guess.text).toBe('I do not know /statsu. Did you mean /status?')
    expect(await journal({ party: 'gemini', since })).toEqual([])
  })

  test('/status → every service by name and well, files and tokens of the person (F-CMD)', async () => {
    const person = newPerson()
    await person.asks('something to count', /You said/)

    // The gateway writes down what a call used a moment after the call.
    const text = await eventually('tokens are counted', async () => {
      const status = await person.asks('/status', /Services/)
      return !status.text?.endsWith(': 0') && status.text
    })

    for (const name of ['agent', 'bot', 'console', 'executor', 'gateway', 'scheduler', 'summarizer']) {
      expect(text).toMatch(new RegExp(`🟢 ${name}( ×\\d)?: up`))
    }
    expect(text).toMatch(/Your files: [\d.]+ \w+ of 1\.1 GB \(0 %\), \d+ files and folders/)
    expect(text).toMatch(/Your tokens today: [1-9]/)
  })

  test('/cancel when nothing runs → says so (F-CMD)', async () => {
    const { text } = await newPerson().asks('/cancel', /running/)

    expect(text).toBe('Nothing is running.')
  })

  test('/cancel during a command → “Stopped”, the command is dead, the next message is answered (F-CHAT 6)', async () => {
    const person = newPerson()
    await person.says('run: sleep 60; echo late > files/late.txt')
    await sandboxRunning(person.id)

    const cancelled = await person.says('/cancel')
    const stopped = await person.hears(/^Stopped\./, { timeoutMs: 15_000 })

    await sandboxesGone(person.id)
    await person.asks('what now', /You said/)
    expect(stopped.text).not.toContain('finished')
    expect(await fileOf(person.id, 'files/late.txt')).toBe('')
    const texts = textsOf((await person.heard()).filter(({ message_id: id }) => id > cancelled))
    expect(texts).toContain('Stopping what I am doing.')
    expect(await rows(`select status from Turn where userId = ${person.id} order by number`)).toEqual([
      { status: 'cancelled' },
      { status: 'answered' },
    ])
  })
})
