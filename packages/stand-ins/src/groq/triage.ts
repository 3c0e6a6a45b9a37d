import { isRecord } from '../http/body.ts'

/** The report itself, where it comes wrapped up as JSON text. */
function unwrapped(report: string): string {
  const json = /^<report>\n("(?:[^"\\]|\\.)*")\n<\/report>$/m.exec(report)?.[1]
  return json === undefined ? report : (JSON.parse(json) as string)
}

/** A report's first line that looks like an error, without its punctuation at the end. */
function symptom(report: string): string {
  const lines = report.split('\n').map((line) => line.replace(/^[\s"'#>*-]+|[\s"',]+$/g, ''))
  const line = lines.find((candidate) => /\w*Error\b|\berror\b|\bfailed\b/i.test(candidate))
  return (line ?? lines.find(Boolean) ?? 'an empty report').slice(0, 160)
}

function place(report: string): string {
  const ours = /\b(?:services|packages)\/[\w./-]+\.ts:\d+/.exec(report)
  return (ours ?? /[\w./-]+\.[cm]?[jt]s(?::\d+)?/.exec(report))?.[0] ?? 'the code named in the report'
}

/**
 * The stand-in's triage of a failure report: a pure function of it, in Markdown, or in the form that the instructions ask
 * for by `CAUSE:`.
 */
export function triage(given: string, instructions = ''): string {
  const report = unwrapped(given)
  if (/\bCAUSE:/.test(instructions)) return `CAUSE: ${causeOf(report)}\nPATCH:\n- ${patchOf(report)}`
  return `**Cause.** ${causeOf(report)}\n\n**Patch idea.** ${patchOf(report)}`
}

const causeOf = (report: string) => `It looks like “${symptom(report)}”, raised in ${place(report)}.`

const patchOf = (report: string) =>
  `Handle that case in ${place(report)} and add a test that fails without it.`

/** The same as an object with the properties of `schema`; `cause` and `patch` where there is none. */
export function triageJson(report: string, schema: unknown): Record<string, unknown> {
  const properties = isRecord(schema) && isRecord(schema['properties']) ? schema['properties'] : {}
  const names = Object.keys(properties).length > 0 ? Object.entries(properties) : plainNames
  return Object.fromEntries(names.map(([name, property]) => [name, valueOf(name, property, report)]))
}

const plainNames: [string, unknown][] = [
  ['cause', { type: 'string' }],
  ['patch', { type: 'string' }],
]

function valueOf(name: string, property: unknown, report: string): unknown {
  const { type, enum: allowed } = isRecord(property) ? property : {}
  if (Array.isArray(allowed)) return allowed[0]
  const text = /patch|fix|idea|suggest|change|next/i.test(name) ? patchOf(report) : causeOf(report)
  switch (type) {
    case 'array':
      return [text]
    case 'boolean':
      return false
    case 'number':
    case 'integer':
      return 0
    default:
      return text
  }
}
