import type { Turn } from '@aika/store'
import type { Effects } from '../tools/tool.ts'
import { asksToChangeNotes, asksToForget } from './note-words.ts'
import type { DiffOf } from './overwrite-diff.ts'
import type { Concern } from './verdict.ts'

export interface NoteConcernPorts {
  /** What one of the person's notes says; undefined: there is none of that id. */
  noteOf(id: string): Promise<string | undefined>
  diffOf: DiffOf
}

/** Who speaks, and where. */
export interface SpokenIn {
  /** What the person wrote, without our notes. */
  words: string
  turn: Pick<Turn, 'id' | 'chatId' | 'userId' | 'replyToMessageId'>
}

/**
 * A note that goes or says something else without having been asked for: whatever the model reads may have told it to. What
 * this very turn has noted is its own. In groups the call itself refuses, so that no card shows a note there.
 */
export async function noteConcerns(
  { noteOf, diffOf }: NoteConcernPorts,
  { words, turn }: SpokenIn,
  { changesNote }: Effects,
): Promise<Concern[]> {
  if (!changesNote || turn.chatId !== turn.userId || changesNote.id.startsWith(`${turn.id}-`)) return []
  const isGone = changesNote.text === undefined
  // A task answers no message: its words may have been the model's own.
  const isMessage = turn.replyToMessageId > 0
  if (isMessage && (isGone ? asksToForget(words) : asksToChangeNotes(words))) return []
  const before = await noteOf(changesNote.id)
  if (before === undefined) return []
  return [
    {
      title: isGone ? 'Remove a note' : 'Change a note',
      why: 'Your message did not ask for it.',
      diff: diffOf('note', `${before}\n`, isGone ? '' : `${changesNote.text}\n`),
    },
  ]
}
