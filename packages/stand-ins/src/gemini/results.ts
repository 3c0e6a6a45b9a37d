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

/** What a result lists, one entry a line: file_list gives entries with a name or a path. */
function rest(value: Record<string, unknown>): unknown {
  const list = Object.values(value).find(Array.isArray)
  if (!list) return JSON.stringify(value, undefined, 2)
  return list.map(entryLine).join('\n')
}

function entryLine(entry: unknown): string {
  if (!isRecord(entry)) return words(entry)
  const name = words(entry['path'] ?? entry['name'] ?? JSON.stringify(entry))
  const folder = words(entry['type'] ?? entry['kind'] ?? '').startsWith('dir')
  return folder && !name.endsWith('/') ? `${name}/` : name
}

function words(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(entryLine).join('\n')
  return JSON.stringify(value) ?? ''
}
