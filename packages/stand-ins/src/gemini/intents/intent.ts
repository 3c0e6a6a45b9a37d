import type { ToolResult } from '../results.ts'
import type { FunctionCall, ModelView } from '../wire.ts'

/** One thing a person asked for: the call it takes, and the words for its result. */
export interface Intent {
  call: FunctionCall
  /** Completes “I did not …”, for when somebody said no. */
  doing: string
  tell: (result: ToolResult, view: ModelView) => string
  /** Asked again after every result, for showing how a turn is ended. */
  endless?: boolean
  /** Begun once everything before it has its result. */
  waits?: boolean
}

/** Reads one clause; undefined when it asks for something else. */
export type Recognise = (clause: string) => Intent | undefined

export const fence = (text: string, language = '') => `\`\`\`${language}\n${text.replace(/\n+$/, '')}\n\`\`\``

/** Inline code of one line. */
export const code = (text: string) => `\`${text.replaceAll('`', "'").replaceAll(/\s+/g, ' ').trim()}\``

/** What a tool listed, one entry a line, under a heading; `none` when there is nothing. */
export function listing(heading: string, none: string, { text }: ToolResult): string {
  const lines = text.split('\n').filter((line) => line.trim())
  return lines.length === 0 ? none : `${heading}\n\n${lines.map((line) => `- ${line.trim()}`).join('\n')}`
}

/** A path as people write it: quotes and backticks around it go, a full stop after it too. */
export function pathIn(text: string): string {
  const bare = text.trim().replace(/(?<=[\w`'"”])[?!.]+$/, '')
  return bare.replace(/^[`'"“]+|[`'"”]+$/g, '')
}

/** `shared` before a path means the folder everybody shares. */
export function located(text: string): { path: string; location?: 'shared' } {
  const shared = /^(?:from |to |in )?(?:the )?shared(?: folder)?[\s:/]+(?=\S)/i.exec(text.trim())
  if (!shared) return { path: pathIn(text) }
  return { path: pathIn(text.trim().slice(shared[0].length)), location: 'shared' }
}
