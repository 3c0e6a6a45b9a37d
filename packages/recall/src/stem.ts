import { baseForm } from './irregular-words.ts'

/** An English word without its ending, roughly: enough to see two forms of a word as one. */
export function stemOf(word: string): string {
  const base = baseForm(word)
  const stem = base.replace(/(?:ies|ied|ing|ed|es|s|e|y)$/, '')
  return stem.length >= 3 ? stem.replace(/([bdgklmnprt])\1$/, '$1') : base
}
