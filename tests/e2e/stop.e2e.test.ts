import {
  sandboxesGone,
  sandboxRunning,
  sandboxStarts,
  startService,
  stopService,
} from './support/containers.ts'
import { fileOf } from './support/people-files.ts'
import { rows } from './support/stored.ts'
import { eventually } from './support/eventually.ts'
import { useStack } from './support/stack.ts'
import {
  control,
  journal,
  lastJournalEntry,
  peopleFrom,
  textsOf,
  type Message,
  type Person,
} from './support/telegram.ts'

const stopped = /^Stopped\./
const soon = { timeoutMs: 15_000 }

describe('Stop', () => {
  useStack()
  const newPerson = peopleFrom(1_390)

  const ways: [string, (person: Person) => Promise<unknown>][] = [
    ['/cancel', (person) => person.says('/cancel')],
    ['/stop', (person) => person.says('/stop')],
    ['Telegram’s own Stop', (person) => person.stopsDraft()],
  ]

  test.each(ways)(
    '%s during a command → its process is dead, “Stopped”, the next message is answered (F-CHAT 6)',
    async (_way, stop) => {
      const person = newPerson()
      const asked = await person.says('run: sleep 60; echo late > files/late.txt')
      await sandboxRunning(person.id)

      await stop(person)
      await person.hears(stopped, { after: asked, ...soon })
      await sandboxesGone(person.id)
      await person.asks('what now', /You said/)

      expect(await fileOf(person.id, 'files/late.txt')).toBe('')
      expect(await statuses(person)).toEqual(['cancelled', 'answered'])
    },
  )

  test.each(ways)(
    '%s while the model thinks → the call is given up, “Stopped” (F-CHAT 6)',
    async (_way, stop) => {
      const person = newPerson()
      const since = await lastJournalEntry()
      await control('POST', 'faults', { party: 'gemini', kind: 'hang', times: 1 })
      const asked = await person.says(`think ${person.id}`)
      await eventually('the model thinks', async () => (await thoughtsOf(person, since)).length === 1)

      await stop(person)
      await person.hears(stopped, { after: asked, ...soon })

      // So the journal writes down that the caller went.
      await eventually('the call is given up', async () => {
        return (await thoughtsOf(person, since)).every(({ status }) => status === -1)
      })
      expect(await thoughtsOf(person, since)).toHaveLength(1)
    },
  )

  test('while the answer is being written → what was written so far stays, and no more comes (F-CHAT 6)', async () => {
    const person = newPerson()
    const chunks = Array.from({ length: 200 }, (_, index) => `word-${index} `)
    await control('POST', 'gemini/scripts', {
      match: `write ${person.id}`,
      replies: [{ chunks, delayMs: 300 }],
    })
    const asked = await person.says(`write ${person.id}`)
    await eventually('words are shown', async () => (await person.draft())?.text?.includes('word-3'))

    await person.stopsDraft()
    await person.hears(/Stopped\./, { after: asked, ...soon })

    const said = textsOf(await person.heard()).join('\n')
    expect(said).toContain('word-3')
    expect(said).not.toContain('word-199')
  })

  test('after one thing is done, during the next → “Done so far” names the first; the third never begins (F-CHAT 6)', async () => {
    const person = newPerson()
    const since = new Date()
    const calls = ['sleep 0.1; echo one >> files/ran.txt', 'sleep 60', 'echo three >> files/ran.txt'].map(
      (cmd) => ({ name: 'run_shell', args: { cmd } }),
    )
    await control('POST', 'gemini/scripts', {
      match: `work ${person.id}`,
      replies: [{ calls }, { text: 'done' }],
    })
    const asked = await person.says(`work ${person.id}`)
    await eventually('the first is done and the second runs', async () => {
      return (await sandboxStarts(person.id, since)).length === 2
    })

    await person.says('/cancel')
    const told = await person.hears(stopped, { after: asked, ...soon })
    await sandboxesGone(person.id)

    expect(told.text).toMatch(/^Stopped\. Done so far:\n.*echo one/s)
    expect(told.text).not.toContain('echo three')
    expect(await fileOf(person.id, 'files/ran.txt')).toBe('one\n')
    expect(await sandboxStarts(person.id, since)).toHaveLength(2)
  })

  test('while the command still waits for its turn → it never runs (F-CHAT 6)', async () => {
    const busy = Array.from({ length: 8 }, newPerson)
    const person = newPerson()
    const since = new Date()
    await Promise.all(busy.map((other) => other.says('run: sleep 100')))
    await Promise.all(busy.map(({ id }) => sandboxRunning(id)))
    const asked = await person.says('run: echo ran >> files/ran.txt')
    await eventually('the command waits', async () => {
      const calls = await rows(
        `select seq from TurnStep join Turn on Turn.id = turnId where userId = ${person.id}`,
      )
      return calls.length > 0
    })

    await person.says('/cancel')
    await person.hears(stopped, { after: asked, ...soon })
    await Promise.all(busy.map((other) => other.says('/cancel')))
    await Promise.all(busy.map((other) => other.hears(stopped, soon)))
    await person.asks('run: echo next', /I ran.*next.*next/)

    expect(await fileOf(person.id, 'files/ran.txt')).toBe('')
    expect(await sandboxStarts(person.id, since)).toHaveLength(1)
  })

  test('before the turn began, no agent being there → it never begins, and what comes after is answered (F-CHAT 6)', async () => {
    const person = newPerson()
    await stopService('agent')
    const asked = await person.says('run: echo ran >> files/ran.txt')

    await person.asks('/cancel', /Stopping/)
    await person.says('and this one')
    await startService('agent')
    await person.hears(stopped, { after: asked })
    await person.hears(/You said.*and this one/, { after: asked })

    expect(await fileOf(person.id, 'files/ran.txt')).toBe('')
  })

  test('while a card is open → the question is void, the turn ends as stopped (F-CHAT 6, F-PERM 3)', async () => {
    const person = newPerson()
    const card = await person.asks(
      'run: rm -rf files/old; echo ran >> files/ran.txt',
      /Waits for your answer/,
    )

    await person.says('/cancel')
    await person.hears(stopped, { after: card.message_id, ...soon })

    const shown = await eventually('the card is closed', async () => {
      const now = (await person.heard()).find(({ message_id: id }) => id === card.message_id)
      return buttonsOf(now).length === 0 && now!.text
    })
    expect(shown).toMatch(/✖ Void: this was called off\. Nothing was done\.$/)
    expect(await fileOf(person.id, 'files/ran.txt')).toBe('')
  })

  test('somebody else presses a Stop with my turn’s name → nothing stops (F-CHAT 6)', async () => {
    const [person, attacker] = [newPerson(), newPerson()]
    await attacker.asks('/start', /Aika/)
    await person.says('run: sleep 4; echo whole')
    await sandboxRunning(person.id)
    const [turn] = await rows<{ id: string }>(`select id from Turn where userId = ${person.id}`)

    const forged = { userId: attacker.id, data: `stop:${turn!.id}`, forged: true }
    await control('POST', 'telegram/presses', forged)
    await attacker.asks('/cancel', /Nothing is running/)

    await person.hears(/I ran.*whole.*whole/)
  })

  const thoughtsOf = async ({ id }: Person, since: number) => {
    const calls = await journal({ party: 'gemini', since })
    return calls.filter(({ request }) => JSON.stringify(request).includes(`think ${id}`))
  }

  async function statuses({ id }: Person): Promise<string[]> {
    const turns = await rows<{ status: string }>(
      `select status from Turn where userId = ${id} order by number`,
    )
    return turns.map(({ status }) => status)
  }
})

const buttonsOf = (message: Message | undefined) => (message?.reply_markup?.inline_keyboard ?? []).flat()
