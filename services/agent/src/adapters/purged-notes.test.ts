import type { Notes } from '@aika/store'
import { purgedNotes } from './purged-notes.ts'

function world(isThere: boolean, enqueue = jest.fn(async () => {})) {
  const notes: Notes = {
    add: async () => {},
    of: async () => [],
    edit: async () => isThere,
    remove: async () => isThere,
  }
  return { notes: purgedNotes(notes, { enqueue }), enqueue }
}
const at = new Date('2026-11-21T10:00:00Z')
const asked = [{ task: 'settle-deletions' }, { delayMs: 300_000 }]

test('a note that is removed or changed: its words leave the disk within minutes', async () => {
  const { notes, enqueue } = world(true)

  await expect(notes.remove(1, 'n')).resolves.toBe(true)
  await expect(notes.edit(1, 'n', 'tea', at)).resolves.toBe(true)

  expect(enqueue.mock.calls).toEqual([asked, asked])
})

test('one that is added, or was not there: nothing is asked for', async () => {
  const { notes, enqueue } = world(false)

  await notes.add(1, { id: 'n', text: 'tea', createdAt: at })
  await expect(notes.remove(1, 'n')).resolves.toBe(false)
  await expect(notes.edit(1, 'n', 'tea', at)).resolves.toBe(false)

  expect(enqueue).not.toHaveBeenCalled()
})

test('Redis is away: the note is removed all the same', async () => {
  const { notes } = world(
    true,
    jest.fn(async () => Promise.reject(new Error('away'))),
  )

  await expect(notes.remove(1, 'n')).resolves.toBe(true)
})
