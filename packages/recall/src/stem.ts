import { baseForm } from './irregular-words.ts'

/** A search sees the same words again and again. */
const known = new Map<string, string>()
const mostKnown = 20_000

/** An English word without its ending, roughly: enough to see two forms of a word as one. */
export function stemOf(word: string): string {
  const seen = known.get(word)
  if (seen !== undefined) return seen
  const stem = cut(word)
  if (known.size >= mostKnown) known.clear()
  known.set(word, stem)
  return stem
}

function cut(word: string): string {
  const base = baseForm(word)
  const stem = base.replace(/(?:ies|ied|ing|ed|es|s|e|y)$/, '')
  return stem.length >= 3 ? stem.replace(/([bdgklmnprt])\1$/, '$1') : base
}
