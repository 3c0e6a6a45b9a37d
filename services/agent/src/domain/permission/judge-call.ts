import { callHash, type Card } from '@aika/contracts'
import type { FunctionCall } from '../model.ts'
import type { Tool } from '../tools/tool.ts'
import { commandConcerns, concernsOf, placeKey, type AskedCall, type ConcernPorts } from './concerns.ts'
import { namedFrom, placeOf } from './script-paths.ts'
import { shownCall } from './shown-call.ts'
import type { Concern, Verdict } from './verdict.ts'

/** What is shown of why, when there are many reasons. */
const maxReasons = 3

/**
 * Whether a call may run as it is: *allow*, *ask* its person, or *block*. Judged on what the call would touch and, for
 * commands, on their parsed syntax, unless the operator switched that off; the sandbox and the workspace hold without it.
 */
export async function judgeCall(ports: ConcernPorts, asked: AskedCall): Promise<Verdict> {
  const { tool, args } = asked
  const script = tool.declaration.name === 'run_shell' ? args['cmd'] : undefined
  const concerns = await concernsOf(ports, asked)
  if (typeof script === 'string' && ports.judgesCommands) {
    const workdir = workdirOf(args)
    const judgement = ports.judgeCommand(script, namedFrom(workdir, asked.files))
    const blocked = judgement.findings.find(({ class: kind }) => kind === 'block')
    if (blocked) return { kind: 'block', reason: `${blocked.reason}: ${blocked.at}` }
    concerns.push(...(await commandConcerns(ports, judgement, { workdir, written: asked.written })))
  }
  if (concerns.length === 0) return { kind: 'allow' }
  const pattern = patternOf(tool, args)
  return { kind: 'ask', pattern, card: cardOf(asked, concerns, pattern !== undefined) }
}

/** “Always” covers a command word for word, a file tool for the same places whatever is written; messages to others and notes are asked each time. */
function patternOf(tool: Tool, args: Record<string, unknown>): string | undefined {
  const { name } = tool.declaration
  if (name === 'run_shell') {
    const exact = { cmd: args['cmd'], workdir_rel: args['workdir_rel'] ?? '' }
    return callHash({ tool: name, args: exact, userId: 0 })
  }
  const { sendsTo, changesNote } = tool.effects(args)
  if (sendsTo !== undefined || changesNote) return undefined
  const { content: _, ...places } = args
  return callHash({ tool: name, args: places, userId: 0 })
}

function cardOf({ tool, args }: AskedCall, concerns: Concern[], offersAlways: boolean): Card {
  const title = concerns[0]!.title
  const reasons = concerns.map(({ why }) => why)
  const more = reasons.length > maxReasons ? ` (and ${reasons.length - maxReasons} more)` : ''
  const diff = concerns.find(({ diff }) => diff !== undefined)?.diff
  return {
    title: title.slice(0, 200),
    what: shownCall(tool, args),
    why: `${inSentences(reasons.slice(0, maxReasons))}${more}`.slice(0, 500).toWellFormed(),
    ...(diff !== undefined && { diff }),
    ...(offersAlways && { always: tool.label(args).slice(0, 500) }),
  }
}

/** Reasons are sentences, or clauses about a command without an end; one after the other they are read as a text. */
function inSentences(reasons: string[]): string {
  return reasons.reduce((said, reason) => {
    const isNew = said === '' || said.endsWith('.')
    const next = isNew ? reason.replace(/^it\b/, 'It') : reason
    if (said === '') return next
    return `${said}${isNew ? ' ' : '; '}${next}`
  }, '')
}

const workdirOf = ({ workdir_rel: workdir }: Record<string, unknown>) =>
  typeof workdir === 'string' ? workdir : ''

/**
 * What a turn's calls have written so far, so that going on with it is not asked for again. A file that was only changed,
 * or moved to a place, still holds what is the person's: it is none of them.
 */
export function writtenBy(
  ports: Pick<ConcernPorts, 'judgeCommand'>,
  tools: Tool[],
  calls: FunctionCall[],
): Set<string> {
  const written = new Set<string>()
  for (const { name, args = {} } of calls) {
    const tool = tools.find(({ declaration }) => declaration.name === name)
    const { reads = [], writes = [], keepsContent = false } = tool?.effects(args) ?? {}
    for (const place of writes) {
      if (reads.length > 0) written.delete(placeKey(place))
      else if (!keepsContent) written.add(placeKey(place))
    }
    if (name === 'run_shell' && typeof args['cmd'] === 'string') noteScript(ports, written, args['cmd'], args)
  }
  return written
}

/** Programs that put an old file where a new one seems to be. */
const movers = /\b(?:mv|rename|ln|link|cp|install|git|tar|rsync)\b/

function noteScript(
  { judgeCommand }: Pick<ConcernPorts, 'judgeCommand'>,
  written: Set<string>,
  script: string,
  args: Record<string, unknown>,
): void {
  const isNew = !movers.test(script)
  for (const path of judgeCommand(script).overwrites) {
    const place = placeOf(path, workdirOf(args))
    if (!place) continue
    if (isNew) written.add(placeKey(place))
    else written.delete(placeKey(place))
  }
}

/** What a turn's calls have put into files of the person's, word for word; a call that failed may have done so before. */
export function filesOf(
  { judgeCommand }: Pick<ConcernPorts, 'judgeCommand'>,
  calls: FunctionCall[],
): Map<string, string> {
  const files = new Map<string, string>()
  for (const { name, args = {} } of calls) {
    const { path, content, location = 'user', cmd } = args
    if (
      name === 'file_write' &&
      location === 'user' &&
      typeof path === 'string' &&
      typeof content === 'string'
    )
      noteFile(files, path, '', content)
    if (name !== 'run_shell' || typeof cmd !== 'string') continue
    const workdir = workdirOf(args)
    const known = judgeCommand(cmd, namedFrom(workdir, files)).files
    for (const [written, text] of known) noteFile(files, written, workdir, text)
  }
  return files
}

function noteFile(files: Map<string, string>, path: string, workdir: string, text: string): void {
  const place = placeOf(path, workdir)
  if (place) files.set(place.path, text)
}
