import type { Message } from '../../packages/stand-ins/src/index.ts'
import { fileOf } from './support/people-files.ts'
import { rows } from './support/stored.ts'
import { eventually } from './support/eventually.ts'
import { useStack } from './support/stack.ts'
import { control, journal, lastJournalEntry, peopleFrom, type Person } from './support/telegram.ts'

/** A document without words: kept in the cache, answered by nothing. @returns where, once it is there. */
async function keeps({ id }: Person, name: string, text: string): Promise<string> {
  const file = { name, mime: 'text/plain', base64: Buffer.from(text).toString('base64') }
  await control('POST', 'telegram/messages', { userId: id, file })
  const ready = `select path from Attachment where userId = ${id} and name = '${name}' and state = 'ready'`
  const there = await eventually('the file is kept', async () => (await rows<{ path: string }>(ready))[0])
  return there.path
}

const writes = (person: Person, path: string, text: string) =>
  person.asks(`write files/${path}: ${text}`, /Wrote|wrote|Saved|saved/)

const buttons = ({ reply_markup: markup }: Message) =>
  markup?.inline_keyboard?.flat().map(({ text }) => text) ?? []

describe('commands about files and memory', () => {
  useStack()
  const newPerson = peopleFrom(1_152)

  test('/files → my recent files, the newest first, with size and age, and nobody else’s (F-CMD)', async () => {
    const [person, other] = [newPerson(), newPerson()]
    expect((await person.asks('/files', /file/)).text).toMatch(/^You have no files yet/)
    await writes(other, 'secret.txt', 'hers')
    await writes(person, 'old.txt', 'a')
    await keeps(person, 'new.txt', 'four')

    const { text } = await person.asks('/files', /Recent files/)

    const lines = text!.split('\n').filter((line) => line.startsWith('•'))
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(/^• cache\/[\d-]+_new\.txt: 4 B, \d+ s ago$/)
    expect(lines[1]).toMatch(/^• files\/old\.txt: \d+ B, \d+ s ago$/)
  })

  test('/save → moved from cache to files; over a file that is there only after a yes (F-CMD, F-PERM 2)', async () => {
    const person = newPerson()
    const first = await keeps(person, 'draft-1.txt', 'first')
    const saved = await person.asks(`/save "${first}" letters/draft.txt`, /Kept/)
    expect(await fileOf(person.id, first)).toBe('')
    const second = await keeps(person, 'draft-2.txt', 'second')

    const card = await person.asks(`/save "${second}" letters/draft.txt`, /Replace a file/)
    expect(await fileOf(person.id, 'files/letters/draft.txt')).toBe('first')
    await person.presses('🚫 Deny', card.message_id)
    await eventually('the card is closed', async () => {
      const shown = (await person.heard()).find(({ message_id: id }) => id === card.message_id)
      return shown?.text?.includes('Denied')
    })
    expect(await fileOf(person.id, 'files/letters/draft.txt')).toBe('first')
    const again = await person.asks(`/save "${second}" letters/draft.txt`, /Replace a file/)
    await person.presses('✅ Approve', again.message_id)
    await person.hears(/^Kept/, { after: again.message_id })

    expect(saved.text).toContain('is now files/letters/draft.txt')
    expect(card.text).toContain('over "files/letters/draft.txt" of your folder')
    expect(buttons(card)).toEqual(['✅ Approve', '🚫 Deny'])
    expect(await fileOf(person.id, 'files/letters/draft.txt')).toBe('second')
  })

  test('/shared put and get → copies between people; what is there is replaced only after a yes (F-CMD, F-PERM 2)', async () => {
    const [person, other] = [newPerson(), newPerson()]
    const name = `menu-${person.id}.txt`
    await writes(person, 'menu.txt', 'soup')
    await writes(other, 'menu.txt', 'mine')

    await person.asks(`/shared put files/menu.txt ${name}`, /Everybody here can read/)
    const card = await other.asks(`/shared get ${name} menu.txt`, /Replace a file/)
    expect(await fileOf(other.id, 'files/menu.txt')).toContain('mine')
    await other.presses('✅ Approve', card.message_id)
    await other.hears(/^Copied from the shared folder/)
    const back = await other.asks(`/shared put files/menu.txt ${name}`, /Replace a file/)
    await other.presses('🚫 Deny', back.message_id)

    expect(await fileOf(other.id, 'files/menu.txt')).toContain('soup')
    expect(await fileOf(person.id, 'files/menu.txt')).toContain('soup')
  })

  test('/download → the file itself; nobody else’s, and nothing outside (F-CMD, F-FILE 5, 6)', async () => {
    const [person, other] = [newPerson(), newPerson()]
    await writes(person, 'my report.txt', 'hello')

    const asked = await person.says('/download my report.txt')
    const sent = await eventually('the file comes', async () =>
      (await person.heard()).find(({ message_id: id, document }) => id > asked && document),
    )
    const none = await other.asks(`/download ../${person.id}/files/my report.txt`, /\.\.|no file/)
    const outside = await other.asks('/download /etc/passwd', /absolute|no file/)

    expect(sent).toMatchObject({ document: { file_name: 'my report.txt' } })
    expect(none.document ?? outside.document).toBeUndefined()
  })

  test.each([
    ['/save', 'Usage: /save <path in cache> <new path>\nFor example: /save "cache/my file.pdf"'],
    ['/save one', 'Usage: /save <path in cache> <new path>'],
    ['/save "a b', 'Usage: /save'],
    ['/shared', 'Usage: /shared put <your path> <shared path>, or get'],
    ['/shared take a b', 'Usage: /shared put'],
    ['/download', 'Usage: /download <path>\nFor example: /download files/report.pdf'],
  ])('%s → the usage line with an example, without a model call (F-CMD)', async (command, usage) => {
    const since = await lastJournalEntry()

    const { text } = await newPerson().asks(command, /Usage/)

    expect(text).toContain(usage)
    expect(await journal({ party: 'gemini', since })).toEqual([])
  })

  test('/memory → notes and what is summed up; a number shows one, and it is forgotten after a yes (F-CMD)', async () => {
    const person = newPerson()
    await person.asks('remember: I take my tea without sugar', /tea|note/i)

    const list = await person.asks('/memory', /Notes/)
    await person.presses('1', list.message_id)
    const detail = await person.hears(/A note that I keep on purpose/, { after: list.message_id })
    await person.presses('Forget this', detail.message_id)
    const card = await person.hears(/Forget this note/, { after: detail.message_id })
    await person.presses('✅ Approve', card.message_id)
    await person.hears(/Forgotten: 1 note/, { after: card.message_id })
    const after = await person.asks('/memory', /Notes/)

    expect(list.text).toMatch(/1\. I take my tea without sugar \(/)
    expect(buttons(list)).toEqual(['1'])
    expect(after.text).toContain('None. Say “remember that …”')
  })

  test('/usage → my tokens of today and of seven days, by what they were for (F-CMD)', async () => {
    const [person, other] = [newPerson(), newPerson()]
    await person.asks('something to count', /You said/)

    const text = await eventually('it is counted', async () => {
      const usage = await person.asks('/usage', /Today/)
      return /Today: [1-9]/.test(usage.text!) && usage.text
    })

    expect(text).toMatch(/Today: [\d,]+ tokens\n• answering you: [\d,]+ in, [\d,]+ out, 1 call/)
    expect(text).toMatch(/The last 7 days: [\d,]+ tokens/)
    expect((await other.asks('/usage', /Today/)).text).toContain('Today: 0 tokens')
  })

  test('/new → the conversation before is not in the prompt word for word any more; notes are (F-CMD)', async () => {
    const person = newPerson()
    await person.asks('the password of the garden is zebra', /You said/)
    await person.asks('remember: my dog is called Rex', /Rex|note/i)
    await person.asks('/new', /fresh conversation/)

    const since = await lastJournalEntry()
    await person.asks('what do you know', /You said/)

    const [call] = await journal({ party: 'gemini', since })
    const { contents } = call!.request as { contents: { role: string }[] }
    expect(contents).toHaveLength(1)
    expect(JSON.stringify(contents)).toContain('my dog is called Rex')
  })

  test('/approvals → nothing open; then what I always allow, with a way back (F-CMD, F-PERM 3)', async () => {
    const person = newPerson()
    expect((await person.asks('/approvals', /Open questions/)).text).toMatch(/None\.[\s\S]*Nothing\.$/)
    await writes(person, 'a.txt', 'x')
    await writes(person, 'b.txt', 'x')
    await person.says('run: rm files/a.txt')
    const card = await person.hears(/rm files\/a\.txt[\s\S]*Waits for your answer/)
    const open = await person.asks('/approvals', /Open questions/)
    await person.presses('Always allow this', card.message_id)
    await person.hears(/I ran|rm/, { after: open.message_id })

    const list = await person.asks('/approvals', /Always allowed/)
    await person.presses(buttons(list)[0]!, list.message_id)

    await eventually('it is taken back', async () => {
      return (await rows(`select id from "Grant" where userId = ${person.id}`)).length === 0
    })
    expect(open.text).toMatch(/1\. .*rm files\/a\.txt.*, until/)
    expect(list.text).toMatch(/Always allowed in this chat\n1\. .*\(since/)
    const again = await person.says('run: rm files/b.txt')
    await person.hears(/Waits for your answer/, { after: again })
    expect(await fileOf(person.id, 'files/b.txt')).toContain('x')
  })
})
