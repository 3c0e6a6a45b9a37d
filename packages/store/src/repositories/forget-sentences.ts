import { sentenceMark, type SentenceRef } from '@aika/contracts'
import { countedWords } from '@aika/recall'
import type { SqlNow } from '../sqlite/sql.ts'
import type { SummarySentence } from './summaries.ts'

/** Whether there is such a sentence of theirs. */
export function hasSentence(now: SqlNow, userId: number, ref: SentenceRef): boolean {
  return sentencesOf(now, userId, ref.summaryId).some(isNamedBy(ref))
}

/**
 * Takes these sentences out of their summaries. Versions of major memory, older and newer ones, that say one of them too,
 * in the same words or mostly, are deleted: the next version is made of the newest that is left.
 * @returns how many sentences were named and there.
 */
export function forgetSentences(now: SqlNow, userId: number, refs: SentenceRef[]): number {
  const gone = refs.flatMap((ref) => takeOut(now, userId, ref))
  deleteMajorsThatSay(now, userId, refs, gone)
  return gone.length
}

const isNamedBy =
  ({ mark }: SentenceRef) =>
  ({ text }: SummarySentence) =>
    sentenceMark(text) === mark

function sentencesOf(now: SqlNow, userId: number, summaryId: number): SummarySentence[] {
  const row = now.one<{ sentences: string }>(selectSummary, userId, summaryId)
  return row ? (JSON.parse(row.sentences) as SummarySentence[]) : []
}

/** @returns the sentence that went, or none. */
function takeOut(now: SqlNow, userId: number, ref: SentenceRef): string[] {
  const sentences = sentencesOf(now, userId, ref.summaryId)
  const isNamed = isNamedBy(ref)
  const found = sentences.find(isNamed)
  if (!found) return []
  const left = sentences.filter((sentence) => !isNamed(sentence))
  now.run(rewriteSummary, userId, ref.summaryId, JSON.stringify(left))
  return [found.text]
}

function deleteMajorsThatSay(now: SqlNow, userId: number, refs: SentenceRef[], gone: string[]): void {
  if (refs.length === 0) return
  const named = new Set(refs.map(({ summaryId }) => summaryId))
  const marks = new Set(refs.map(({ mark }) => mark))
  const goneWords = gone.map(wordsOf)
  const saysIt = ({ text }: SummarySentence) =>
    marks.has(sentenceMark(text)) || goneWords.some((words) => areMostlySame(words, wordsOf(text)))
  for (const { id, sentences } of now.all<{ id: number; sentences: string }>(selectMajors, userId)) {
    // What else stands beside a sentence that was named was seen by who named it.
    if (named.has(id)) continue
    if ((JSON.parse(sentences) as SummarySentence[]).some(saysIt)) now.run(deleteSummary, userId, id)
  }
}

const wordsOf = (text: string) => new Set(countedWords(text))

/** Of the words of the longer one. Two sentences about different things share about a third: names and small words. */
const mostly = 0.6

function areMostlySame(left: Set<string>, right: Set<string>): boolean {
  const shared = [...left].filter((word) => right.has(word)).length
  return shared > 0 && shared >= mostly * Math.max(left.size, right.size)
}

const selectSummary = `SELECT "sentences" FROM "Summary" WHERE "userId" = ? AND "id" = ?`
const selectMajors = `SELECT "id", "sentences" FROM "Summary" WHERE "userId" = ? AND "kind" = 'major'`
const rewriteSummary = `UPDATE "Summary" SET "sentences" = ?3 WHERE "userId" = ?1 AND "id" = ?2`
const deleteSummary = `DELETE FROM "Summary" WHERE "userId" = ? AND "id" = ?`
