import { isRecord } from '../http/body.ts'

/** A tool's result in whatever shape the agent gave it. */
export interface ToolResult {
  text: string
  error: string | undefined
  stderr: string
  exitCode: number | undefined
}

/** Reads `{output}`, `{error}`, `{stdout, stderr, exitCode}` and strings, nested or as JSON text. */
export function readResult(response: Record<string, unknown>): ToolResult {
  const error = response['error']
  if (error !== undefined && error !== null && error !== '') {
    return { ...readOutput(response['output'] ?? ''), error: words(error) }
  }
  return readOutput(response['output'] ?? response['result'] ?? response)
}

function readOutput(output: unknown): ToolResult {
  const inner = unwrap(output)
  if (!isRecord(inner)) return { text: words(inner), error: undefined, stderr: '', exitCode: undefined }
  const exit = inner['exitCode'] ?? inner['exit_code']
  return {
    text: words(inner['stdout'] ?? inner['output'] ?? inner['content'] ?? inner['text'] ?? rest(inner)),
    error: undefined,
    stderr: words(inner['stderr'] ?? ''),
    exitCode: typeof exit === 'number' ? exit : undefined,
  }
}

function unwrap(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    return value
  }
}

/** What a result lists, one entry a line; a result without a list is told field by field. */
function rest(value: Record<string, unknown>): string {
  const list = Object.values(value).find(Array.isArray)
  return list ? list.map((entry) => oneLine(entryLine(entry))).join('\n') : fields(value)
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

function entryLine(entry: unknown): string {
  if (!isRecord(entry)) return words(entry)
  const { path, name, type, kind, ...more } = entry
  const file = path ?? name
  if (file === undefined) return fields(entry)
  const isFolder = words(type ?? kind ?? '').startsWith('dir')
  const shown = isFolder && !words(file).endsWith('/') ? `${words(file)}/` : words(file)
  const details = [more['line'], more['text']].filter((part) => part !== undefined).map(words)
  return [shown, ...details].join(': ')
}

/** `id: 7, when: tomorrow`. */
function fields(value: Record<string, unknown>): string {
  const told = Object.entries(value).filter(([, field]) => field !== undefined && field !== null)
  return told.map(([name, field]) => `${name.replaceAll('_', ' ')}: ${words(field)}`).join(', ')
}

function words(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(entryLine).join('\n')
  return JSON.stringify(value) ?? ''
}
