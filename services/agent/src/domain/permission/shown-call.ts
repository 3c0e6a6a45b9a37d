import type { Tool } from '../tools/tool.ts'

/** What a card's contract has room for. */
const maxChars = 100_000

/** A call as its person reads it on a card: exactly what would run, or how much of it could not be shown. */
export function shownCall(tool: Tool, args: Record<string, unknown>): string {
  const all =
    tool.show(args) ?? (tool.declaration.name === 'run_shell' ? command(args) : byArgument(tool, args))
  if (all.length <= maxChars) return all
  const kept = all.slice(0, maxChars - 60).toWellFormed()
  return `${kept}\n… (${(all.length - kept.length).toLocaleString('en')} more characters, shown nowhere)`
}

function command({ cmd, workdir_rel: workdir }: Record<string, unknown>): string {
  return `${typeof workdir === 'string' && workdir ? `# in ${onOneLine(workdir)}\n` : ''}${String(cmd)}`
}

/** What is free text comes last, as it is; nothing before it takes more than its line and plays another's part. */
function byArgument(tool: Tool, args: Record<string, unknown>): string {
  const texts = Object.entries(args)
    .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const)
    .sort(([a], [b]) => Number(freeText.has(a)) - Number(freeText.has(b)))
  const lines = texts.map(([name, text], index) => {
    const isLast = freeText.has(name) && index === texts.length - 1
    if (isLast && text.includes('\n')) return `${name}:\n${text}`
    return `${name}: ${isLast ? text : onOneLine(text)}`
  })
  return [tool.declaration.name, ...lines].join('\n')
}

const freeText = new Set(['content', 'text', 'find', 'replace'])
// oxlint-disable-next-line no-control-regex
const onOneLine = (text: string) => (/[\u0000-\u001f\u2028\u2029]/.test(text) ? JSON.stringify(text) : text)
