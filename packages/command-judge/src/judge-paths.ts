import { posix } from 'node:path'
import { hasHole } from './hole.ts'
import { operandsOf, valuesOf, hasOption } from './options.ts'
import { dangerOf, isKernelSetting, isThrowaway, type Danger } from './paths.ts'
import { isRunByItself } from './rules/plants.ts'
import { structureRules } from './rules/structure.ts'
import type { Scene } from './scene.ts'
import { writtenBy } from './writes.ts'

const ruleOf: Record<Danger, keyof typeof structureRules> = {
  'secret-path': 'secretPath',
  'kernel-path': 'kernelPath',
  'network-socket': 'networkSocket',
}

/** A path that is touched, by whatever program. */
export function judgePath(path: string, scene: Scene, at: string): void {
  const danger = dangerOf(path, scene.folder.path)
  if (danger) scene.inquiry.find(structureRules[ruleOf[danger]], at)
}

const speakers = new Set(['echo', 'printf', 'true', 'false', ':', 'export', 'alias'])
const searchers = new Set([
  'grep',
  'egrep',
  'fgrep',
  'zgrep',
  'rg',
  'ag',
  'ack',
  'sed',
  'awk',
  'gawk',
  'jq',
  'expr',
  'yq',
])

/** The arguments of a call as far as they may be paths: what is printed or looked for is none. */
export function judgeArguments(name: string, args: readonly string[], scene: Scene, at: string): void {
  if (
    speakers.has(name) ||
    (name === 'git' && /^(?:commit|log|grep|tag|notes)$/.test(operandsOf(args)[0] ?? ''))
  )
    return
  const texts = searchers.has(name) ? new Set(searchedFor(args)) : undefined
  for (const arg of args) {
    if (texts?.has(arg)) continue
    for (const path of pathsIn(arg)) judgePath(path, scene, at)
  }
}

function searchedFor(args: readonly string[]): string[] {
  const given = valuesOf(args, '-e', '--regexp', '--expression')
  return given.length > 0 || hasOption(args, '-f', '--file') ? given : operandsOf(args).slice(0, 1)
}

/** `/x`, `--file=/x`, `if=/x`, `@/x`, `-f/x`. */
function pathsIn(arg: string): string[] {
  if (arg.length > 4_096) return []
  const more = [
    /=@?(.+)$/s,
    /@(\/.+)$/s,
    /^-[A-Za-z](\/.+)$/s,
    /^file:\/\/(\/.+)$/s,
    /^[A-Za-z0-9-]+:(\/.+)$/s,
  ]
  return [arg, ...more.flatMap((pattern) => pattern.exec(arg)?.[1] ?? [])]
}

/** The files that a call writes over. */
export function judgeWrites(name: string, args: readonly string[], scene: Scene, at: string): void {
  for (const path of writtenBy(name, args)) judgeOverwrite(path, scene, at, { isLink: name === 'ln' })
}

/** A file that is run without being asked for, later: what is in the sandbox's own home ends with it. */
export function judgeStartup(path: string, { inquiry, facts }: Scene, at: string): void {
  const isLost = path.startsWith('~') || hasHole(path) || (isThrowaway(path) && !facts.makesLinks)
  if (!isLost && isRunByItself(path)) inquiry.find(structureRules.startupFile, at)
}

/** A file whose content is replaced: noted for the caller to look at, or a finding where nobody can know which it is. */
export function judgeOverwrite(path: string, scene: Scene, at: string, { isLink = false } = {}): void {
  const { inquiry, facts, folder, isInFunction } = scene
  judgeStartup(path, scene, at)
  if (isKernelSetting(path)) inquiry.find(structureRules.kernelPath, at)
  if (path === '' || path === '-' || (isThrowaway(path) && !facts.makesLinks)) return
  // What a script has linked may be any file, and is not there to be looked at yet.
  if (facts.makesLinks && !isLink) inquiry.find(structureRules.overwriteUnknown, at)
  const isRelative = !/^[/~]/.test(path)
  const isAdrift = isRelative && (folder.path === undefined || (isInFunction && facts.movesAbout))
  if (hasHole(path) || /[*?[]/.test(path) || isAdrift)
    return inquiry.find(structureRules.overwriteUnknown, at)
  // Where `cd` fails, it is still the folder before.
  const places = isRelative && folder.path !== '.' ? [path, posix.join(folder.path ?? '.', path)] : [path]
  for (const place of places) {
    if (isThrowaway(place) && !facts.makesLinks) continue
    if (!inquiry.overwrite(place)) inquiry.find(structureRules.overwriteUnknown, at)
  }
}
