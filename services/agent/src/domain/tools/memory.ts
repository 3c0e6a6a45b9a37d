import type { Note } from '@aika/store'
import { z } from 'zod'
import { defineTool, failure, success, type ToolContext, type ToolResult } from './tool.ts'

const maxNotes = 200
const maxNoteChars = 1_000

const args = z.object({
  action: z.enum(['add', 'list', 'edit', 'remove']),
  text: z.string().trim().min(1).max(maxNoteChars).optional(),
  id: z.string().min(1).max(120).optional(),
})
type Args = z.output<typeof args>

export const memory = defineTool({
  name: 'memory',
  description: 'Lasting notes on the person',
  args,
  label: ({ action }) => (action === 'list' ? 'reading its notes' : `notes: ${action}`),
  effects: ({ action, id, text }) => {
    if (id && action === 'remove') return { changesNote: { id } }
    return id && text && action === 'edit' ? { changesNote: { id, text } } : {}
  },
  call(args, context) {
    switch (args.action) {
      case 'add':
        return add(args, context)
      case 'list':
        return list(args, context)
      case 'edit':
        return edit(args, context)
      case 'remove':
        return remove(args, context)
      default:
        return args.action satisfies never
    }
  },
})

async function add({ text }: Args, { notes, turn, step, clock }: ToolContext): Promise<ToolResult> {
  if (!text) return failure('noting', 'text is missing')
  const id = `${turn.id}-${step}`
  const existing = await notes.of(turn.userId)
  if (existing.length >= maxNotes && !existing.some((note) => note.id === id)) {
    return failure('noting', `there are ${maxNotes} notes already; remove or join some first`)
  }
  await notes.add(turn.userId, { id, text, createdAt: clock.now() })
  return success('noted something', { id, noted: text })
}

const isGroup = ({ chatId, userId }: ToolContext['turn']) => chatId !== userId
const privateAlone = (what: string) =>
  failure(what, 'notes are read, changed and removed in the private chat alone')

/** What is read in a group, all of it read: any of them can write the sentence that has the model read out another's. */
async function list({ id: wanted }: Args, { notes, turn }: ToolContext): Promise<ToolResult> {
  if (isGroup(turn)) return privateAlone('reading the notes')
  const all = (await notes.of(turn.userId)).filter(({ id }) => !wanted || id === wanted)
  const listed = fitNotes(all.map(({ id, text }) => ({ id, text })))
  const isWhole = listed.every(({ text }, index) => text === all[index]!.text)
  return success('read the notes', { notes: listed, ...(!isWhole && { note: shortenedNotes }) })
}

async function edit({ id, text }: Args, { notes, turn, clock }: ToolContext): Promise<ToolResult> {
  if (isGroup(turn)) return privateAlone('changing a note')
  if (!id || !text) return failure('changing a note', 'id and text are both needed')
  const isThere = await notes.edit(turn.userId, id, text, clock.now())
  return isThere ? success('changed a note', { id, noted: text }) : unknownNote('changing a note', id)
}

async function remove({ id }: Args, { notes, turn, begin }: ToolContext): Promise<ToolResult> {
  if (isGroup(turn)) return privateAlone('removing a note')
  if (!id) return failure('removing a note', 'id is missing')
  const isFirst = await begin()
  const wasThere = await notes.remove(turn.userId, id)
  // A try that died before its result was stored has removed it.
  return wasThere || !isFirst
    ? success('removed a note', { removed: id })
    : unknownNote('removing a note', id)
}

const unknownNote = (what: string, id: string) => failure(what, `there is no note ${id}; list them first`)

const maxListChars = 26_000
/** What stands around a note's text in the answer. */
const aroundNote = 60
/** So much of a shortened one stays: with 200 of them there is still room for the newest, whole. */
const shortChars = 50

const shortenedNotes = 'some are shortened: list with an id gives one whole'

/** All notes; where they are too many for one answer, the oldest are shortened until the others fit. */
function fitNotes(notes: ListedNote[]): ListedNote[] {
  let excess = notes.reduce((sum, { text }) => sum + text.length + aroundNote, 0) - maxListChars
  return notes.map((note) => {
    if (excess <= 0 || note.text.length <= shortChars) return note
    const text = `${note.text.slice(0, shortChars - 1).toWellFormed()}…`
    excess -= note.text.length - text.length
    return { ...note, text }
  })
}

type ListedNote = Pick<Note, 'id' | 'text'>
