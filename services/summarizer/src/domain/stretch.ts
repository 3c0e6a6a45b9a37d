import { AppError } from '@aika/errors'
import type { NewSummary, SummaryKind } from '@aika/store'
import { extractSentences } from './extract-sentences.ts'
import type { Caller } from './language-model.ts'
import type { Line } from './line.ts'
import type { MemoryPorts, Whose } from './memory-ports.ts'
import { memoryPrompt } from './memory-prompts.ts'
import { sourcesOf } from './sources-of.ts'
import { writeSentences } from './write-sentences.ts'

/** A stretch of a private chat that is to be summed up next. */
export interface Stretch extends Pick<NewSummary, 'kind' | 'period' | 'fromNumber' | 'throughNumber'> {
  /** What is remembered of before it, and goes into it: the fold of the same day, the four sentences so far. */
  before: Line[]
  /** Oldest first. */
  lines: Line[]
  /** The stale summary into which it is written; otherwise it makes a new one. */
  renews?: number
}

/** One that was written. */
export interface Written {
  kind: SummaryKind
  period: string
  /** `nothing`: all that it was about is forgotten, so it stays without sentences. */
  by: 'model' | 'extract' | 'nothing'
}

/** By one job: whoever forgets or shuts down waits for what runs. The rest is asked for again. */
const mostStretches = 20
/** So often in a row somebody else may be faster, or something be forgotten meanwhile, before the queue is to wait. */
const mostLost = 5

/**
 * Writes one stretch after the other, until nothing is left to write or it has been a job's worth. What is next is read
 * from the database each time, so this can be killed anywhere and begun again, and two at once write each stretch once.
 *
 * @param next - reads what is to be written next; undefined: nothing.
 * @throws AppError retryable: no model answers, or there is no end of changes meanwhile.
 */
export async function writeStretches(
  ports: MemoryPorts,
  whose: Whose,
  next: () => Promise<Stretch | undefined>,
  signal: AbortSignal,
): Promise<Written[]> {
  const written: Written[] = []
  for (let lost = 0; lost < mostLost;) {
    signal.throwIfAborted()
    const stretch = written.length < mostStretches ? await next() : undefined
    if (!stretch) return written
    const { state, sentences, by } = await putIntoWords(ports, stretch, whose, signal)
    // What was forgotten while the model wrote must not come back with what it wrote.
    const isStored =
      isSame(stretch, await next()) && (await keep(ports, stretch, { state, sentences }, whose))
    lost = isStored ? 0 : lost + 1
    if (isStored) written.push({ kind: stretch.kind, period: stretch.period, by })
  }
  throw new AppError('summary_contended', 'what is to be summed up changes all the time', { retryable: true })
}

function isSame(stretch: Stretch, now: Stretch | undefined): boolean {
  return now !== undefined && keyOf(stretch) === keyOf(now)
}

const keyOf = ({ kind, period, throughNumber, renews, before, lines }: Stretch) =>
  JSON.stringify([kind, period, throughNumber, renews, [...before, ...lines].map(({ turnIds }) => turnIds)])

function keep(
  { summaries, clock }: MemoryPorts,
  { kind, period, fromNumber, throughNumber, renews }: Stretch,
  written: Pick<NewSummary, 'state' | 'sentences'>,
  { userId }: Whose,
): Promise<boolean> {
  if (renews !== undefined) return summaries.renew(userId, renews, written)
  return summaries.add(userId, { kind, period, fromNumber, throughNumber, ...written }, clock.now())
}

const purposes = { fold: 'summary-fold', daily: 'summary-daily', major: 'summary-weekly' } as const

type InWords = Pick<NewSummary, 'state' | 'sentences'> & Pick<Written, 'by'>

async function putIntoWords(
  { models }: MemoryPorts,
  stretch: Stretch,
  { userId, traceId }: Whose,
  signal: AbortSignal,
): Promise<InWords> {
  const candidates = [...stretch.before, ...stretch.lines]
  if (candidates.length === 0) return { state: 'extract', sentences: [], by: 'nothing' }
  const count = stretch.kind === 'major' ? 4 : 2
  const caller: Caller = { userId, traceId, purpose: purposes[stretch.kind] }
  const prompt = memoryPrompt(stretch.kind, stretch, count)
  const texts = await writeSentences(models, { count, prompt, caller }, signal)
  const sentences = (texts ?? extractSentences(groupsOf(stretch, count))).map((text) => ({
    text,
    turnIds: sourcesOf(text, candidates),
  }))
  const by = texts ? 'model' : 'extract'
  return { state: by, sentences, by }
}

/** For the extract: half of it from before and half of it new, where there is a before. */
function groupsOf({ before, lines }: Stretch, count: 2 | 4): string[][] {
  const parts = before.length > 0 && lines.length > 0 ? [before, lines] : [[...before, ...lines]]
  return parts.flatMap((part) => inParts(part, count / parts.length))
}

function inParts(lines: readonly Line[], count: number): string[][] {
  const at = (index: number) => Math.floor((index * lines.length) / count)
  return Array.from({ length: count }, (_, index) =>
    lines.slice(at(index), at(index + 1)).map(({ plain }) => plain),
  )
}
