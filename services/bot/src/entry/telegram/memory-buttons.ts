import { sentenceMark, type Forgettable } from '@aika/contracts'
import type { Summary, SummarySentence } from '@aika/store'
import { askCommand, type AskCommandPorts } from '../../domain/ask-command.ts'
import type { ButtonWish } from '../../domain/callback-data.ts'
import { forgetNoteCard, forgetSentenceCard } from '../../domain/memory/forget-cards.ts'
import { noteDetail, sentenceDetail } from '../../domain/memory/memory-detail.ts'
import type { MemoryList } from '../../domain/memory/memory-text.ts'
import { sourcesOf } from '../../domain/memory/read-memory.ts'
import { words } from '../../domain/words.ts'
import type { ButtonPress, Pressed } from './pressed.ts'
import { type MemoryCommandPorts, memoryShown } from './memory-command.ts'

export type MemoryButtonPorts = MemoryCommandPorts & AskCommandPorts

type NoteWish = Extract<ButtonWish, { noteId: string }>
type SentenceWish = Extract<ButtonWish, { mark: string }>

/** The numbers under /memory, [Forget this] and [Back]. Whatever is named is looked for among the presser's own. */
export async function memoryPressed(
  ports: MemoryButtonPorts,
  wish: NoteWish | SentenceWish | { kind: 'memory' },
  press: ButtonPress,
): Promise<Pressed> {
  // A private chat has its person's number; nowhere else is anything shown.
  if (press.chatId !== press.userId) return { said: words.tooOld, refused: 'foreign' }
  if (wish.kind === 'memory') return say(ports, press, await memoryShown(ports, press.userId))
  const pressed = 'noteId' in wish ? notePressed(ports, wish, press) : sentencePressed(ports, wish, press)
  return (await pressed) ?? { said: words.goneAlready, refused: 'over' }
}

async function notePressed(ports: MemoryButtonPorts, { kind, noteId }: NoteWish, press: ButtonPress) {
  const note = (await ports.notes.of(press.userId)).find(({ id }) => id === noteId)
  if (!note) return undefined
  const times = await timesOf(ports, press)
  if (kind === 'memory-note')
    return say(ports, press, noteDetail(note, { kind: 'forget-note', noteId }, times))
  await askCommand(
    ports,
    press,
    { tool: 'command:forget', args: { ...nothing, noteIds: [noteId] } },
    forgetNoteCard(note, times),
  )
  return { said: words.asked }
}

async function sentencePressed(
  ports: MemoryButtonPorts,
  { kind, summaryId, mark }: SentenceWish,
  press: ButtonPress,
) {
  const found = sentenceIn(await ports.summaries.find(press.userId, summaryId), mark)
  if (!found) return undefined
  const { summary, sentence } = found
  const [sources, times] = await Promise.all([
    sourcesOf(ports, press.userId, sentence),
    timesOf(ports, press),
  ])
  if (kind === 'memory-sentence') {
    const forget = { kind: 'forget-sentence' as const, summaryId, mark }
    return say(ports, press, sentenceDetail(summary, sentence.text, sources, forget, times))
  }
  const args = {
    ...nothing,
    turnIds: sources.map(({ turnId }) => turnId),
    numbers: sources.map(({ number }) => number),
    sentences: [{ summaryId, mark }],
  }
  await askCommand(
    ports,
    press,
    { tool: 'command:forget', args },
    forgetSentenceCard(sentence.text, sources, times),
  )
  return { said: words.asked }
}

const nothing: Forgettable = {
  turnIds: [], numbers: [], noteIds: [], sentences: [], reminderIds: [], cardIds: [],
} // prettier-ignore

function sentenceIn(
  summary: Summary | undefined,
  mark: string,
): { summary: Summary; sentence: SummarySentence } | undefined {
  const sentence = summary?.sentences.find(({ text }) => sentenceMark(text) === mark)
  return summary && sentence && { summary, sentence }
}

async function timesOf({ timeZones, now }: MemoryButtonPorts, { userId }: ButtonPress) {
  return { timeZone: await timeZones.of(userId), now: now() }
}

async function say({ answers }: MemoryButtonPorts, press: ButtonPress, { markdown, buttons }: MemoryList) {
  const notice = { replyId: `notice-${press.updateKey}`, chatId: press.chatId, markdown }
  await answers.say({ ...notice, ...(buttons.length > 0 && { buttons }) })
  return { said: words.shown }
}
