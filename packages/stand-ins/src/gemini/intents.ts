import { readResult, type ToolResult } from './results.ts'
import type { FunctionCall } from './wire.ts'

/** One thing a person asked for: the call it takes, and the words for its result. */
export interface Intent {
  call: FunctionCall
  tell: (result: ToolResult) => string
  /** Asked again after every result, for showing how a turn is ended. */
  endless?: boolean
}

type Recognise = (clause: string) => Intent | undefined

const fence = (text: string, language = '') => `\`\`\`${language}\n${text.replace(/\n+$/, '')}\n\`\`\``

function shellWords({ text, stderr, exitCode }: ToolResult): string {
  const output = [text, stderr].filter((part) => part.trim()).join('\n')
  const ending = exitCode ? `\n\nIt ended with exit code **${exitCode}**.` : ''
  return (output ? fence(output) : '_It printed nothing._') + ending
}

const run: Recognise = (clause) => {
  const match = /\b(keep )?(?:run|running|execute)\s*:\s*`{0,3}(.+?)`{0,3}$/is.exec(clause)
  const cmd = match?.[2]?.trim()
  if (!cmd) return undefined
  return {
    call: { name: 'run_shell', args: { cmd } },
    tell: (result) => `I ran \`${cmd.replaceAll('`', "'")}\`:\n\n${shellWords(result)}`,
    endless: match?.[1] !== undefined,
  }
}

const languages: Record<string, [extension: string, name: string]> = {
  python: ['py', 'Python'],
  typescript: ['ts', 'TypeScript'],
  javascript: ['js', 'JavaScript'],
  markdown: ['md', 'Markdown'],
  text: ['txt', 'text'],
  json: ['json', 'JSON'],
  csv: ['csv', 'CSV'],
}

const countFiles: Recognise = (clause) => {
  const match = /how many (?:(\w+) )?files/i.exec(clause)
  if (!match) return undefined
  const [extension, name] = languages[match[1]?.toLowerCase() ?? ''] ?? ['', '']
  const filter = extension ? ` -name '*.${extension}'` : ''
  return {
    call: { name: 'run_shell', args: { cmd: `find . -type f${filter} | wc -l` } },
    tell: (result) => {
      const count = /^\s*(\d+)\s*$/m.exec(result.text)?.[1] ?? /\d+/.exec(result.text)?.[0]
      if (count === undefined) return shellWords(result)
      const files = [name, count === '1' ? 'file' : 'files'].filter(Boolean).join(' ')
      return `You have **${count}** ${files}.`
    },
  }
}

const listFiles: Recognise = (clause) => {
  if (!/\b(list|show|what)\b.*\bfiles\b/i.test(clause)) return undefined
  return {
    call: { name: 'file_list', args: {} },
    tell: ({ text }) => {
      const lines = text.split('\n').filter((line) => line.trim())
      if (lines.length === 0) return 'Your folder is empty.'
      return `These are your files:\n\n${lines.map(listLine).join('\n')}`
    },
  }
}

/** `name (12 bytes)` with the name as code. */
function listLine(line: string): string {
  const [, name, remark] = /^(.+?)(?: \(([^()]*)\))?$/.exec(line.trim()) ?? []
  return `- \`${name ?? line}\`${remark ? ` · ${remark}` : ''}`
}

const writeNote: Recognise = (clause) => {
  const match = /\b(?:write|make|save) (?:me )?a note\s*[:,]?\s*(.+)$/is.exec(clause)
  const note = match?.[1]?.trim()
  if (!note) return undefined
  const path = `files/notes/${slug(note)}.md`
  return {
    call: { name: 'file_write', args: { path, content: `${note}\n` } },
    tell: () => `Noted. It is in \`${path}\`:\n\n> ${note.replaceAll('\n', '\n> ')}`,
  }
}

function slug(text: string): string {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? ['note']
  return words.slice(0, 5).join('-')
}

const readFile: Recognise = (clause) => {
  const match = /\bread (?:me )?(?:the )?(?:file )?`?([\w./ -]*[\w-]+\.\w+|[\w.-]+\/[\w./-]+)`?/i.exec(clause)
  const path = match?.[1]?.trim()
  if (!path) return undefined
  return {
    call: { name: 'file_read', args: { path } },
    tell: ({ text }) => `This is \`${path}\`:\n\n${fence(text, /\.(\w+)$/.exec(path)?.[1])}`,
  }
}

const remind: Recognise = (clause) => {
  const match = /\bremind me\s+(.+?)\s+(?:to|that|about)\s+(.+)$/is.exec(clause)
  const turned = /\bremind me (?:to|that|about)\s+(.+?)\s+((?:in|at|on|every|tomorrow|next)\b.*)$/is.exec(
    clause,
  )
  if (!/\bremind me\b/i.test(clause)) return undefined
  const [when, text] = turned ? [turned[2], turned[1]] : [match?.[1], match?.[2]]
  return {
    call: { name: 'set_reminder', args: { when: when ?? 'in 10m', text: text ?? clause } },
    tell: ({ text: told }) => `I will remind you. ${told}`.trim(),
  }
}

const recognisers = [run, countFiles, writeNote, readFile, remind, listFiles]
const clauseBreak =
  /\n+|,?\s+and\s+(?:also\s+|then\s+)?(?=run:|(?:list|show|read|how many|write a note|remind me)\b)/i

/** What a text asks for, in order; empty when it is only talk. */
export function intentsOf(text: string): Intent[] {
  // A command may hold line breaks and "and": it is taken whole.
  const whole = run(text)
  if (whole && /^\s*(?:[\w ]+:\s*)?(?:please\s+)?(?:keep\s+)?(?:run|running|execute)\s*:/i.test(text)) {
    return [whole]
  }
  return text.split(clauseBreak).flatMap((clause) => {
    for (const recognise of recognisers) {
      const intent = recognise(clause)
      if (intent) return [intent]
    }
    return []
  })
}

/** The words for one result, errors included. */
export function tellResult(intent: Intent, response: Record<string, unknown>): string {
  const result = readResult(response)
  if (result.error === undefined) return intent.tell(result)
  const printed = [result.text, result.stderr].filter((part) => part.trim()).join('\n')
  return `That did not work: ${result.error}${printed ? `\n\n${fence(printed)}` : ''}`
}
