import { fileOf } from './support/people-files.ts'
import { useStack } from './support/stack.ts'
import { control, journal, lastJournalEntry, peopleFrom, person, textsOf } from './support/telegram.ts'

describe('what the agent can do', () => {
  useStack()
  const newPerson = peopleFrom(1_330)

  test('write, change, read, copy, move a file → each is done and told (F-TOOL)', async () => {
    const someone = newPerson()
    await someone.asks('write files/plan.md: buy tea and bread', /I wrote/)
    await someone.asks('replace tea with coffee in files/plan.md', /I replaced/)
    await someone.asks('copy files/plan.md to files/old/copy.md', /I copied/)
    await someone.asks('move files/plan.md to files/new/plan.md', /I moved/)
    const read = await someone.asks('read files/new/plan.md', /This is/)
    const gone = await someone.asks('read files/plan.md', /did not work/)

    expect(read.text).toContain('buy coffee and bread')
    expect(gone.text).toContain('does not exist')
    expect(await fileOf(someone.id, 'files/old/copy.md')).toBe('buy coffee and bread\n')
  })

  test('list, find by name, search in texts → what is there, and that there is nothing (F-TOOL)', async () => {
    const someone = newPerson()
    await someone.asks('write files/a/one.md: the heron stands still', /I wrote/)
    await someone.asks('write files/two.txt: no bird here', /I wrote/)

    const listed = await someone.asks('list my files', /These are/)
    const found = await someone.asks('find files **/*.md', /Files like/)
    const lines = await someone.asks('search for heron', /is in/)
    const nothing = await someone.asks('search for ostrich', /nowhere/)

    expect(listed.text).toMatch(/files\/a\/one\.md.*files\/two\.txt/s)
    expect(found.text).toContain('files/a/one.md')
    expect(found.text).not.toContain('two.txt')
    expect(lines.text).toContain('files/a/one.md:1: the heron stands still')
    expect(nothing.text).toBe('ostrich is nowhere.')
  })

  test('delete → only after a yes; after a no everything is there (F-TOOL, F-PERM 2)', async () => {
    const someone = newPerson()
    await someone.asks('write files/old/letter.txt: dear reader', /I wrote/)

    const card = await someone.asks('delete folder files/old', /Waits for your answer/)
    await someone.presses('🚫 Deny', card.message_id)
    await someone.hears(/You said no/)
    const kept = await fileOf(someone.id, 'files/old/letter.txt')
    await someone.saysYesTo('delete folder files/old')
    await someone.hears(/I deleted/)

    expect(kept).toBe('dear reader\n')
    expect(await fileOf(someone.id, 'files/old/letter.txt')).toBe('')
  })

  test('a message to somebody else → after a yes, once, under the sender’s name; not to who may not write (F-TOOL, F-PERM 2)', async () => {
    const [sender, receiver] = [newPerson(), newPerson()]
    const stranger = person(66_602)
    await receiver.asks('/start', /Aika/)
    await stranger.says('/start')

    const card = await sender.asks(`tell ${receiver.id}: the cake is ready`, /Waits for your answer/)
    const before = textsOf(await receiver.heard())
    await sender.presses('✅ Approve', card.message_id)
    await sender.hears(/I told/)
    const refused = await sender.asks(`tell ${stranger.id}: come too`, /did not work/)

    expect(card.text).toContain('the cake is ready')
    expect(before.filter((text) => text.includes('cake'))).toEqual([])
    const told = textsOf(await receiver.heard()).filter((text) => text.includes('cake'))
    expect(told).toEqual([`Message from user ${sender.id}:\n\nthe cake is ready`])
    expect(refused.text).toContain('nobody is known as')
    expect(await stranger.heard()).toEqual([])
  })

  test('notes → kept, told, found again in what was said, forgotten (F-TOOL, F-MEM 5)', async () => {
    const someone = newPerson()
    await someone.asks('remember: my cat is called Momo', /I will remember/)
    await someone.asks('my bicycle is green', /You said/)

    const notes = await someone.asks('what do you remember?', /My notes/)
    const found = await someone.asks('what did I say about bicycle', /I find/)
    const [, id] = /([\w-]{8,})[^\n]*Momo|Momo[^\n]*?([\w-]{8,})/.exec(notes.text!) ?? []
    await someone.asks(`forget note ${id}`, /I forgot/)
    const after = await someone.asks('what do you remember?', /no notes/)

    expect(notes.text).toContain('my cat is called Momo')
    expect(found.text).toContain('my bicycle is green')
    expect(after.text).toMatch(/^I keep no notes\./)
  })

  test('reminders → set with their exact time, listed, cancelled (F-TOOL, F-TIME)', async () => {
    const someone = newPerson()
    await someone.asks('remind me in 2h to water the plants', /I will remind you:.*water the plants/)

    const list = await someone.asks('my reminders', /Your reminders/)
    const [id] = /\br[0-9a-f]{20}\b/.exec(list.text!)!
    await someone.asks(`cancel reminder ${id}`, /is cancelled/)
    const empty = await someone.asks('my reminders', /no reminders/)

    expect(list.text).toContain('water the plants')
    expect(empty.text).toBe('You have no reminders.')
  })

  test('the shared folder → what one puts there another finds, when they ask for it (F-TOOL, F-FILE 1)', async () => {
    const [one, other] = [newPerson(), newPerson()]
    const path = `notes/${one.id}.txt`
    await one.asks(`write shared ${path}: for all of us`, /I wrote/)

    const read = await other.asks(`read shared ${path}`, /This is/)

    expect(read.text).toContain('for all of us')
    expect(await fileOf(one.id, path)).toBe('')
  })

  test('wrong arguments, a tool that is not there → an error the model can act on, and an answer (F-TOOL)', async () => {
    const someone = newPerson()
    const since = await lastJournalEntry()
    const calls = [
      { name: 'file_read', args: { path: 5 } },
      { name: 'launch_rocket', args: {} },
    ]
    await control('POST', 'gemini/scripts', {
      match: `clumsy ${someone.id}`,
      replies: [{ calls }, { text: 'I see' }],
    })

    await someone.asks(`be clumsy ${someone.id}`, /I see/)

    const asked = JSON.stringify((await journal({ party: 'gemini', since })).at(-1)!.request)
    expect(asked).toMatch(/"functionResponse":\{[^}]*"file_read"[^}]*"error":"[^"]*path/)
    expect(asked).toMatch(/"functionResponse":\{[^}]*"launch_rocket"[^}]*"error":"/)
  })
})
