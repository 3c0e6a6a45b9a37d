import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { unzip } from '../../services/scheduler/test/look-everywhere.ts'
import { bytesWith, change, keysWith, rows } from './support/stored.ts'
import { eventually } from './support/eventually.ts'
import { useStack } from './support/stack.ts'
import { download, journal, lastJournalEntry, peopleFrom, type Person } from './support/telegram.ts'

/** A person's exchanges so far, oldest first. */
const turnsOf = ({ id }: Person) =>
  rows<{ id: string; number: number }>(`select id, number from Turn where userId = ${id} order by number`)

/** Sums up a stretch of the private chat, as the night would. */
async function sumUp(
  { id }: Person,
  texts: string[],
  turns: { id: string; number: number }[],
): Promise<void> {
  const yesterday = new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 10)
  const sentences = texts.map((text) => ({ text, turnIds: turns.map((turn) => turn.id) }))
  const stretch = `${turns[0]!.number}, ${turns.at(-1)!.number}`
  await change(`
    insert into Summary (userId, kind, period, fromNumber, throughNumber, state, sentences, createdAt)
    values (${id}, 'daily', '${yesterday}', ${stretch}, 'model', '${JSON.stringify(sentences)}', '${new Date().toISOString()}')`)
}

/** All texts of an export, by their names in it. */
async function exported(person: Person): Promise<string> {
  const asked = await person.says('/export')
  const { document } = await eventually('the zip comes', async () =>
    (await person.heard()).find(({ message_id: id, document: file }) => id > asked && file),
  )
  const folder = await mkdtemp(path.join(tmpdir(), 'aika-e2e-'))
  try {
    const zip = path.join(folder, 'export.zip')
    await writeFile(zip, await download(document!.file_id))
    return JSON.stringify(await unzip(zip))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Everything that a model was sent for what this person writes. */
async function promptsFor(person: Person, text: string): Promise<string> {
  const since = await lastJournalEntry()
  await person.asks(text, /./)
  const calls = await journal({ party: 'gemini', since })
  expect(JSON.stringify(calls)).toContain(text)
  return JSON.stringify(calls)
}

describe('what is remembered', () => {
  useStack()
  const newPerson = peopleFrom(1_700)

  test('/memory → days with where they are from; [Forget this], a yes → it and its messages are gone (F-MEM)', async () => {
    const person = newPerson()
    const word = `heron-${person.id}-5b2e`
    await person.asks(`I saw a ${word} today`, /You said/)
    await person.asks('and the sun came out', /You said/)
    const [first, second] = (await turnsOf(person)) as [
      { id: string; number: number },
      { id: string; number: number },
    ]
    await sumUp(person, [`They saw a ${word}.`, 'The sun came out.'], [first, second])
    await change(
      `update Summary set sentences = replace(sentences, ',"${second.id}"', '') where userId = ${person.id}`,
    )

    const list = await person.asks('/memory', /The last days/)
    await person.presses('1', list.message_id)
    const detail = await person.hears(/It was made/, { after: list.message_id })
    expect(detail.text).toContain(`you wrote “I saw a ${word} today”`)
    await person.presses('Forget this', detail.message_id)
    const card = await person.hears(/this sentence and the exchange it was made from/)
    await person.presses('✅ Approve', card.message_id)
    await person.hears(/Forgotten: 1 exchange, 1 sentence/)

    expect(await bytesWith(word)).toEqual([])
    expect(await keysWith(word)).toEqual([])
    expect(await turnsOf(person)).toHaveLength(1)
    const [daily] = await rows<{ state: string; sentences: string }>(
      `select state, sentences from Summary where userId = ${person.id} and kind = 'daily'`,
    )
    // Within a minute it is asked for, and written from what is left.
    expect(JSON.parse(daily!.sentences)).toHaveLength(daily!.state === 'stale' ? 0 : 2)
  })

  test('/forget → what mentions the words is nowhere any more, the next prompt included; all else stays (F-MEM)', async () => {
    const [person, other] = [newPerson(), newPerson()]
    const word = `canary-${person.id}-7f3a`
    await other.asks(`do you know ${word}`, /You said/)
    await person.asks('a robin sang', /You said/)
    await person.asks(`do you know ${word}`, /You said/)
    await person.asks(`remember: ${word} is my note`, /note/i)
    await person.asks(`run: echo ${word} was run`, /I ran/)
    for (const more of [1, 2, 3, 4]) await person.asks(`${word} number ${more}`, /You said/)
    await eventually('an exchange became a sentence', async () => {
      const told = `select sentence from Turn where userId = ${person.id} and sentence like '%${word}%'`
      return (await rows(told)).length > 0
    })
    await person.asks('/memory', /Notes/)

    const denied = await person.asks(`/forget ${word}`, /Forget what mentions/)
    await person.presses('🚫 Deny', denied.message_id)
    expect(await turnsOf(person)).toHaveLength(8)
    const card = await person.asks(`/forget ${word}`, /Forget what mentions/)
    expect(card.text).toMatch(/7 exchanges, 1 note/)
    await person.presses('✅ Approve', card.message_id)
    await person.hears(/Forgotten: 7 exchanges, 1 note/)

    expect((await rows<{ text: string }>(`select text from Turn where userId = ${person.id}`)).map(({ text }) => text)).toEqual(['a robin sang']) // prettier-ignore
    await other.asks(`/forget ${word}`, /1 exchange/)
    const card2 = (await other.heard()).at(-1)!
    await other.presses('✅ Approve', card2.message_id)
    await other.hears(/Forgotten: 1 exchange/)
    // Both have let it go: no byte of it is anywhere.
    expect(await bytesWith(word)).toEqual([])
    expect(await keysWith(word)).toEqual([])
    expect(await exported(person)).not.toContain(word)
    expect(await exported(person)).toContain('a robin sang')
    const prompts = await promptsFor(person, 'what did I tell you?')
    expect(prompts).not.toContain(word)
    expect(prompts).toContain('a robin sang')
  })

  test('/forget of words that nothing mentions, or none → it says what else to try, without a model call (F-MEM)', async () => {
    const person = newPerson()
    const since = await lastJournalEntry()

    expect((await person.asks('/forget', /Usage/)).text).toContain('/forget dentist')
    expect((await person.asks('/forget unicorns', /remember nothing/)).text).toContain('/memory')

    expect(await journal({ party: 'gemini', since })).toEqual([])
  })
})
