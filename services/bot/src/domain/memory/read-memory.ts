import type { Exchange, Note, StandingSummaries, Summary, SummaryKind, SummarySentence } from '@aika/store'

export interface ReadMemoryPorts {
  notes: { of(userId: number): Promise<Note[]> }
  summaries: {
    standing(userId: number): Promise<StandingSummaries>
    recent(userId: number, kind: SummaryKind, count: number): Promise<Summary[]>
    find(userId: number, id: number): Promise<Summary | undefined>
  }
  exchanges: {
    after(chatId: number, number: number, count: number): Promise<Exchange[]>
    find(turnId: string): Promise<Exchange | undefined>
  }
}

/** A sentence that a person can look into. */
export interface RememberedSentence extends SummarySentence {
  summaryId: number
}

/** What is remembered of a person, as `/memory` shows it. */
export interface Memory {
  /** `since`: the Sunday on which the sentence was first written like that. */
  known: (RememberedSentence & { since: string })[]
  /** Oldest first. */
  notes: Note[]
  /** Notes that are older still. */
  moreNotes: number
  /** Newest first. One without sentences is being written anew. */
  days: { day: string; sentences: RememberedSentence[] }[]
  /** The older part of today. */
  fold: RememberedSentence[]
  exchangesToday: number
}

const shownNotes = 24
const shownDays = 7
const versions = 60
/** Nobody counts further. */
export const mostCounted = 200

/** All that stands of one person's memory; the private chat has their number. */
export async function readMemory(
  { notes, summaries, exchanges }: ReadMemoryPorts,
  userId: number,
): Promise<Memory> {
  const [all, { major, fold, coveredThrough }, majors, dailies] = await Promise.all([
    notes.of(userId),
    summaries.standing(userId),
    summaries.recent(userId, 'major', versions),
    summaries.recent(userId, 'daily', shownDays),
  ])
  const today = await exchanges.after(userId, coveredThrough, mostCounted)
  return {
    known: sentencesOf(major).map((sentence) => ({
      ...sentence,
      since: firstSaid(sentence.text, majors) ?? major!.period,
    })),
    notes: all.slice(-shownNotes),
    moreNotes: Math.max(0, all.length - shownNotes),
    days: dailies.map((daily) => ({ day: daily.period, sentences: sentencesOf(daily) })),
    fold: sentencesOf(fold),
    exchangesToday: today.length,
  }
}

function sentencesOf(summary: Summary | undefined): RememberedSentence[] {
  return (summary?.sentences ?? []).map((sentence) => ({ ...sentence, summaryId: summary!.id }))
}

/** Undefined: the newest does not say it. @param majors - newest first. */
function firstSaid(text: string, majors: Summary[]): string | undefined {
  const changed = majors.findIndex(({ sentences }) => sentences.every((sentence) => sentence.text !== text))
  return majors.slice(0, changed < 0 ? undefined : changed).at(-1)?.period
}

/** The exchanges that a sentence was made from and that are still there, oldest first; their person's alone. */
export async function sourcesOf(
  { exchanges }: Pick<ReadMemoryPorts, 'exchanges'>,
  userId: number,
  { turnIds }: SummarySentence,
): Promise<Exchange[]> {
  const found = await Promise.all(turnIds.map((turnId) => exchanges.find(turnId)))
  return found
    .filter((exchange) => exchange?.userId === userId)
    .map((exchange) => exchange!)
    .toSorted((a, b) => a.number - b.number)
}
