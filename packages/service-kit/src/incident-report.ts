import manifest from '../../../package.json' with { type: 'json' }
import type { SourceFrame } from './incident-code.ts'
import { oneLine, withoutPeople, type Described } from './incident-error.ts'
import { redact } from './redact.ts'

/**
 * What a caller adds: ids, names, counts. Never what people wrote, nor what is in their files. `traceId` and `userId`
 * also go with the job.
 */
export interface IncidentContext {
  traceId?: string | undefined
  userId?: number | undefined
  [key: string]: string | number | boolean | undefined
}

export interface ReportFacts {
  incidentId: string
  fingerprint: string
  service: string
  at: Date
  error: Described
  frames: SourceFrame[]
  context: IncidentContext
}

const maxValue = 200
const maxKeys = 20
/** Below the contract's limit. */
const maxReport = 50_000

/** The report as Markdown, for people and for the model that looks for a cause. */
export function renderReport({ error, frames, ...facts }: ReportFacts): string {
  const about = {
    id: facts.incidentId,
    time: facts.at.toISOString(),
    service: facts.service,
    version: `${manifest.version}, Node ${process.version}`,
    fingerprint: facts.fingerprint,
    ...facts.context,
  }
  const text = [
    `# ${error.title}`,
    listOf(about),
    ['## Error', fenced(error.message), ...error.causes.map((cause) => `- caused by ${cause}`)].join('\n'),
    ['## Stack', fenced(error.stack.map((line) => line.trim()).join('\n'))].join('\n'),
    ...frames.map(codeOf),
  ].join('\n\n')
  return `${redact(text).slice(0, maxReport)}\n`
}

function listOf(about: IncidentContext): string {
  const entries = Object.entries(about).filter(([, value]) => value !== undefined && value !== '')
  const lines = entries.slice(0, maxKeys).map(([key, value]) => {
    const name = key.replaceAll(/[^\w-]/g, '').slice(0, 40)
    return `- ${name}: ${oneLine(withoutPeople(String(value)), maxValue)}`
  })
  return lines.join('\n')
}

function codeOf({ functionName, source, line, code }: SourceFrame): string {
  const lines = code.map(({ number, text }) => `${number === line ? '>' : ' '} ${number} ${text}`)
  return `## ${source}:${line}${functionName && ` in ${functionName}`}\n${fenced(lines.join('\n'))}`
}

/** A fence that nothing inside can close. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}\n${text}\n${fence}`
}
