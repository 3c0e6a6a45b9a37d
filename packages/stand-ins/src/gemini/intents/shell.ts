import type { ToolResult } from '../results.ts'
import { code, fence, type Recognise } from './intent.ts'

function shellWords({ text, stderr, exitCode }: ToolResult): string {
  const output = [text, stderr].filter((part) => part.trim()).join('\n')
  const ending = exitCode ? `\n\nIt ended with exit code **${exitCode}**.` : ''
  return (output ? fence(output) : '_It printed nothing._') + ending
}

/** `run: <command>`; `keep running: <command>` is never satisfied. */
export const run: Recognise = (clause) => {
  const match = /\b(keep )?(?:run|running|execute)\s*:\s*`{0,3}(.+?)`{0,3}$/is.exec(clause)
  const cmd = match?.[2]?.trim()
  if (!cmd) return undefined
  return {
    call: { name: 'run_shell', args: { cmd } },
    doing: `run ${code(cmd)}`,
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

export const countFiles: Recognise = (clause) => {
  const match = /how many (?:(\w+) )?files/i.exec(clause)
  if (!match) return undefined
  const [extension, name] = languages[match[1]?.toLowerCase() ?? ''] ?? ['', '']
  const filter = extension ? ` -name '*.${extension}'` : ''
  return {
    call: { name: 'run_shell', args: { cmd: `find . -type f${filter} | wc -l` } },
    doing: 'count your files',
    tell: (result) => {
      const count = /^\s*(\d+)\s*$/m.exec(result.text)?.[1] ?? /\d+/.exec(result.text)?.[0]
      if (count === undefined) return shellWords(result)
      const files = [name, count === '1' ? 'file' : 'files'].filter(Boolean).join(' ')
      return `You have **${count}** ${files}.`
    },
  }
}
