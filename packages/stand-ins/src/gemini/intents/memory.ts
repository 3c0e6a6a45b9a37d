import { code, listing, type Recognise } from './intent.ts'
import { remembered } from '../talk.ts'

/** `remember: <text>`; `<text>, remember that.` */
export const remember: Recognise = (clause) => {
  const match = /\bremember(?:\s*:|\s+that\b)\s*(.*)$/is.exec(clause)
  const text = match && (saysSomething(match[1]!) ? match[1]!.trim() : saidBefore(match))
  if (!text) return undefined
  return {
    call: { name: 'memory', args: { action: 'add', text } },
    doing: 'keep that in mind',
    tell: () => `I will remember: “${text}”`,
  }
}

const saysSomething = (text: string) => /[\p{L}\p{N}]/u.test(text)

/** What “that” points at. */
function saidBefore({ index, input }: RegExpExecArray): string {
  return input
    .slice(0, index)
    .replace(/[\s,;:.!–—-]*(?:\b(?:please|and|so|do))*[\s,;:.!–—-]*$/i, '')
    .trim()
}

export const forgetNote: Recognise = (clause) => {
  const id = /\bforget (?:the )?note\s+#?([\w-]+)/i.exec(clause)?.[1]
  if (!id) return undefined
  return {
    call: { name: 'memory', args: { action: 'remove', id } },
    doing: `forget note ${code(id)}`,
    tell: () => `I forgot note ${code(id)}.`,
  }
}

/** Notes kept on purpose, and what the conversation itself still holds. */
export const recall: Recognise = (clause) => {
  if (!/what do you remember|what do you know about me/i.test(clause)) return undefined
  return {
    call: { name: 'memory', args: { action: 'list' } },
    doing: 'look at my notes',
    tell: (result, view) =>
      [listing('My notes:', 'I keep no notes.', result), remembered(view)].filter(Boolean).join('\n\n'),
  }
}

export const searchMemory: Recognise = (clause) => {
  const match = /\bwhat did (?:I|we) (?:say|write|tell you|talk) about (.+?)\s*\??$/is.exec(clause)
  const query = match?.[1]
  if (!query) return undefined
  return {
    call: { name: 'memory_search', args: { query } },
    doing: `look for ${code(query)}`,
    tell: (result) => listing(`About “${query}” I find:`, `I find nothing about “${query}”.`, result),
  }
}
