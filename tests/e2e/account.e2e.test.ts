import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { unzip } from '../../services/scheduler/test/look-everywhere.ts'
import { garbleTurn } from './support/break-turn.ts'
import { logsOfAll } from './support/containers.ts'
import { fileOf } from './support/people-files.ts'
import { bytesWith, keysWith, rows } from './support/stored.ts'
import { eventually } from './support/eventually.ts'
import { standInsUrl } from './support/project.ts'
import { useStack } from './support/stack.ts'
import { control, peopleFrom, type Person } from './support/telegram.ts'

/** A document without words, in the cache once it is there. */
async function attaches({ id }: Person, name: string, text: string): Promise<void> {
  const file = { name, mime: 'text/plain', base64: Buffer.from(text).toString('base64') }
  await control('POST', 'telegram/messages', { userId: id, file })
  const ready = `select id from Attachment where userId = ${id} and name = '${name}' and state = 'ready'`
  await eventually('the file is kept', async () => (await rows(ready)).length > 0)
}

/** Of a person, in every place where something of theirs may lie. */
async function livesOn(person: Person, word: string): Promise<void> {
  await person.asks(`do you know ${word}`, /You said/)
  await person.asks(`remember: ${word} is my note`, /note/i)
  await person.asks(`write files/${word}.txt: ${word} inside`, /\.txt/)
  await person.asks(`/remind tomorrow 9am ${word}`, /I will remind you/)
  await person.asks(`run: echo ${word} was run`, /I ran/)
  await attaches(person, `${word}.md`, `${word} attached`)
  for (const more of [1, 2, 3, 4]) await person.asks(`${word} number ${more}`, /You said|Attached files/)
  await eventually('an exchange became a sentence', async () => {
    const told = `select sentence from Turn where userId = ${person.id} and sentence like '%${word}%'`
    return (await rows(told)).length > 0
  })
  await person.says('run: sleep 2')
  await garbleTurn(person, 1, word)
  await person.hears(/Report e-/)
  await person.says(`delete files/${word}.txt`)
  await person.hears(/Waits for your answer/)
}

describe('all of one person', () => {
  useStack()
  const newPerson = peopleFrom(1_176)

  test('/export → a zip with my rows and my files, and nobody else’s (F-CMD)', async () => {
    const [person, other] = [newPerson(), newPerson()]
    await other.asks('write files/hers.txt: not-for-export', /hers\.txt/)
    await person.asks('write files/poem.txt: roses are red', /poem\.txt/)
    await person.asks('remember: I like tulips', /note|tulips/i)
    await attaches(person, 'letter.md', 'dear diary')

    const asked = await person.says('/export')
    const { document } = await eventually('the zip comes', async () =>
      (await person.heard()).find(({ message_id: id, document }) => id > asked && document),
    )

    expect(document!.file_name).toMatch(/aika-export\.zip$/)
    const response = await fetch(`${standInsUrl()}/control/telegram/files/${document!.file_id}`)
    const folder = await mkdtemp(path.join(tmpdir(), 'aika-e2e-'))
    try {
      const zip = path.join(folder, 'export.zip')
      await writeFile(zip, Buffer.from(await response.arrayBuffer()))
      const found = await unzip(zip)
      expect(found['files/files/poem.txt']).toContain('roses are red')
      expect(found['data/Note.json']).toContain('I like tulips')
      expect(found['data/InboxMessage.json']).toContain('write files/poem.txt')
      expect(Object.keys(found).some((name) => /^files\/cache\/.*letter\.md$/.test(name))).toBe(true)
      expect(JSON.stringify(found)).not.toContain('not-for-export')
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('/forget_me, denied → everything is still there (F-CMD, F-PERM 2)', async () => {
    const person = newPerson()
    await person.asks('write files/keep.txt: keep me', /keep\.txt/)

    const card = await person.asks('/forget_me', /Delete everything I have of you/)
    await person.presses('🚫 Deny', card.message_id)
    await person.asks('are you still there', /You said/)

    expect(card.text).toContain('It cannot be undone.')
    expect(await fileOf(person.id, 'files/keep.txt')).toContain('keep me')
  })

  test('/forget_me, a yes, a receipt → no byte of mine is left anywhere; another’s data is untouched (F-CMD)', async () => {
    const [person, other] = [newPerson(), newPerson()]
    const [mine, theirs] = [`canary-${person.id}-7f3a`, `robin-${other.id}-7f3a`]
    await livesOn(other, theirs)
    await livesOn(person, mine)
    const before = await bytesWith(mine)
    expect(before).toEqual(expect.arrayContaining([expect.stringMatching(/aika\.db/)]))
    expect(before).toEqual(expect.arrayContaining([expect.stringMatching(/^\/data\/users\//)]))
    expect(before).toEqual(expect.arrayContaining([expect.stringMatching(/appendonly/)]))
    expect(await keysWith(mine)).not.toEqual([])
    expect((await bytesWith(`userId: ${person.id}`)).join()).toMatch(/error_reports/)
    const theirsBefore = await countsOf(other)

    const card = await person.asks('/forget_me', /Delete everything I have of you/)
    await person.presses('✅ Approve', card.message_id)
    const receipt = await person.hears(/Everything I knew about you is deleted/)

    expect(receipt.text).toMatch(/Database: [1-9]\d* rows \(.*messages [1-9].*notes 1[,)]/)
    expect(receipt.text).toMatch(/Your folder: [1-9]\d* files and folders/)
    expect(receipt.text).toMatch(/What admins could read: 1 error report,/)
    expect(await bytesWith(mine)).toEqual([])
    expect(await keysWith(mine)).toEqual([])
    expect(await bytesWith(`userId: ${person.id}`)).toEqual([])
    expect(await logsOfAll()).not.toContain(mine)
    expect(await countsOf(person)).toEqual({})

    expect(await countsOf(other)).toEqual(theirsBefore)
    expect(await fileOf(other.id, `files/${theirs}.txt`)).toContain('inside')
    await person.asks('who am I', /You said: “who am I/)
    await person.asks('what do you remember?', /nothing|no notes/i)
  })
})

const tables = [
  'InboxMessage', 'Turn', 'ModelUsage', 'Attachment', 'Approval', '"Grant"', 'Reminder', 'Note', 'Person',
] // prettier-ignore

/** Rows of a person, by table; those that have none are left out. */
async function countsOf({ id }: Person): Promise<Record<string, number>> {
  const counts = tables.map(
    (table) => `select '${table}' name, count(*) count from ${table} where userId = ${id}`,
  )
  const found = await rows<{ name: string; count: number }>(counts.join(' union all '))
  return Object.fromEntries(found.filter(({ count }) => count > 0).map(({ name, count }) => [name, count]))
}
