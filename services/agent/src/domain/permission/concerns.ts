import type { CommandJudgement } from '@aika/command-judge'
import type { Effects, Place, Tool, ToolFolder } from '../tools/tool.ts'
import { overwriteDiff } from './overwrite-diff.ts'
import { editConcerns } from './edit-concerns.ts'
import { mayReplace, placeOf } from './script-paths.ts'
import { noteConcerns, type NoteConcernPorts, type SpokenIn } from './note-concerns.ts'
import { mentionsShared } from './shared-words.ts'
import type { Concern } from './verdict.ts'

/** A call before it runs, and what is known around it. */
export interface AskedCall extends SpokenIn {
  tool: Tool
  args: Record<string, unknown>
  /** Places that this turn has written itself: going on with them destroys nothing of the person's. */
  written: ReadonlySet<string>
  /** What it put there, where that is known, by path in the person's folder: a command may run it. */
  files: ReadonlyMap<string, string>
}

export interface ConcernPorts extends NoteConcernPorts {
  folder(location: Place['location']): ToolFolder
  judgeCommand(script: string, files?: ReadonlyMap<string, string>): CommandJudgement
  /** Whether what it finds counts; what a command writes is known in any case. */
  judgesCommands: boolean
  nameOf(userId: number): string | undefined
}

export const placeKey = ({ location, path }: Place) => `${location}:${path.replace(/^(?:\.?\/)+/, '')}`

/** Why a call needs its person's yes; none: it may run. */
export async function concernsOf(ports: ConcernPorts, asked: AskedCall): Promise<Concern[]> {
  const effects = asked.tool.effects(asked.args)
  return [
    ...sharedConcerns(asked, effects),
    ...removalConcerns(effects),
    ...(await overwriteConcerns(ports, asked, effects)),
    ...(await concernsOfEdit(ports, asked, effects)),
    ...(await noteConcerns(ports, asked, effects)),
    ...messageConcerns(ports, effects),
  ]
}

/** The shared folder is everybody's: the model looks into it only when its person spoke of it. */
function sharedConcerns({ words }: AskedCall, effects: Effects): Concern[] {
  const places = [...(effects.reads ?? []), ...(effects.writes ?? []), ...(effects.removes ?? [])]
  if (!places.some(({ location }) => location === 'shared') || mentionsShared(words)) return []
  return [{ title: 'Use the shared folder', why: 'Your message did not ask for the shared folder.' }]
}

function removalConcerns({ removes = [] }: Effects): Concern[] {
  if (removes.length === 0) return []
  return [{ title: 'Delete', why: 'What is deleted cannot be brought back.' }]
}

async function overwriteConcerns(
  ports: ConcernPorts,
  asked: AskedCall,
  effects: Effects,
): Promise<Concern[]> {
  const { tool, args, written } = asked
  const concerns = (effects.writes ?? []).map(async (place): Promise<Concern[]> => {
    const folder = ports.folder(place.location)
    if (effects.keepsContent || written.has(placeKey(place)) || !(await isFile(folder, place.path))) return []
    const content = tool.declaration.name === 'file_write' ? args['content'] : undefined
    const diff =
      typeof content === 'string'
        ? await overwriteDiff(ports.diffOf, folder, { path: place.path, content })
        : undefined
    return [
      {
        title: 'Overwrite a file',
        why: `${place.path} exists; its content would be replaced.`,
        ...(diff && { diff }),
      },
    ]
  })
  return (await Promise.all(concerns)).flat()
}

async function concernsOfEdit(
  ports: ConcernPorts,
  { tool, args, written }: AskedCall,
  { writes = [] }: Effects,
): Promise<Concern[]> {
  const [place] = writes
  const { find, replace } = args
  if (tool.declaration.name !== 'file_edit' || !place || written.has(placeKey(place))) return []
  if (typeof find !== 'string' || typeof replace !== 'string') return []
  return editConcerns(ports.diffOf, ports.folder(place.location), { path: place.path, find, replace })
}

function messageConcerns({ nameOf }: ConcernPorts, { sendsTo }: Effects): Concern[] {
  if (sendsTo === undefined) return []
  return [{ title: `Write to ${nameOf(sendsTo) ?? sendsTo}`, why: 'It goes to somebody else, in your name.' }]
}

/** What a command's syntax says, and whether a file that it writes over may be there. */
export async function commandConcerns(
  ports: ConcernPorts,
  { findings, overwrites }: CommandJudgement,
  { workdir, written }: { workdir: string; written: ReadonlySet<string> },
): Promise<Concern[]> {
  const asks = findings.filter(({ class: kind }) => kind === 'ask')
  const inTheWay = await Promise.all(
    overwrites.map(async (path) => {
      const place = placeOf(path, workdir)
      if (place && written.has(placeKey(place))) return []
      return (await mayReplace(ports.folder('user'), path, workdir)) ? [place?.path ?? path] : []
    }),
  )
  return [
    ...asks.map(({ reason, at }) => ({ title: 'Run a command', why: `${reason}: ${at}` })),
    ...inTheWay
      .flat()
      .map((path) => ({ title: 'Run a command', why: `it writes over ${path}, which exists` })),
  ]
}

async function isFile(folder: ToolFolder, path: string): Promise<boolean> {
  // What cannot be looked at is refused by the call itself.
  const found = await folder.stat(path).catch(() => undefined)
  return found?.kind === 'file'
}
