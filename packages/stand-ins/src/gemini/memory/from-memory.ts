import type { ModelView, Reply } from '../wire.ts'
import { bestOf, wantedBy, type Line, type Wanted } from './evidence.ts'
import { foundLines, nothingFound, shownLines } from './shown-lines.ts'

/** So much of a question must be in what the prompt shows, or it searches. */
const surely = 0.85
/** After a search it has to do with less. */
const barely = 0.25
const maxAltTerms = 8
const maxQuoted = 300
const ofThemselves = /\b(?:i|my|mine|we|our|ours)\b/i

/**
 * Answers a question about what was said before by quoting it: from what the prompt shows where that fits, else from what
 * `memory_search` finds. Knows words of the same meaning as any model does, and nothing about anybody. Undefined when this
 * is no such question, or there is no way to look.
 */
export function fromMemory(view: ModelView): Reply | undefined {
  const { userText, steps, functions, request } = view
  const wanted = wantedBy(userText)
  // “Who is my dentist?” says enough to be answered, “and now?” does not.
  const least = ofThemselves.test(userText) ? 1 : 2
  if (!/\?\s*$/.test(userText) || wanted.length < least) return undefined
  const shown = shownLines(request, userText)
  const search = steps.find(({ name }) => name === 'memory_search')
  if (search) {
    const lines = [...shown, ...foundLines(search.response)]
    return { text: told(bestOf(lines, wanted, barely), wanted) }
  }
  const known = bestOf(shown, wanted, surely)
  if (known) return { text: told(known, wanted) }
  if (wanted.length < 2 || !functions.includes('memory_search')) return undefined
  const args = {
    query: wanted.map(({ word }) => word.replace(/'s$/, '')).join(' '),
    alt_terms: altTerms(wanted),
  }
  return { calls: [{ name: 'memory_search', args }] }
}

/** The first synonym of each word, then the second of each. */
function altTerms(wanted: Wanted): string[] {
  const most = Math.max(...wanted.map(({ synonyms }) => synonyms.length))
  const rounds = Array.from({ length: most }, (_, index) =>
    wanted.flatMap(({ synonyms }) => synonyms[index] ?? []),
  )
  return [...new Set(rounds.flat())].slice(0, maxAltTerms)
}

function told(line: Line | undefined, wanted: Wanted): string {
  if (!line) return `${nothingFound} in what you told me.`
  return `You told me: “${around(line.text.replaceAll(/\s+/g, ' ').trim(), wanted)}”`
}

/** A long text is cut so that what was asked for is in what is left. */
function around(text: string, wanted: Wanted): string {
  if (text.length <= maxQuoted) return text
  const said = text.toLowerCase()
  const found = wanted.map(({ word }) => said.indexOf(word.toLowerCase())).filter((at) => at >= 0)
  const from = Math.max(0, Math.min(...found, text.length - maxQuoted) - 40)
  return `${from > 0 ? '…' : ''}${text.slice(from, from + maxQuoted)}…`.toWellFormed()
}
