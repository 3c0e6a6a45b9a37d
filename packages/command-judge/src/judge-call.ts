import { posix } from 'node:path'
import { codeOf, type Code } from './code.ts'
import { hasHole } from './hole.ts'
import { TooMuch } from './inquiry.ts'
import { judgeArguments, judgeWrites } from './judge-paths.ts'
import { judgeCode } from './judge-code.ts'
import { hasOption, operandsOf } from './options.ts'
import { isThrowaway } from './paths.ts'
import { brokenBy } from './rules/index.ts'
import { structureRules } from './rules/structure.ts'
import type { Place } from './scene.ts'
import { runsInSubscript } from './words.ts'
import { innerOf, isWrapper } from './wrappers.ts'

const deepest = 16

/** Judges one call, program first, and all that it makes others run. */
export function judgeCall([program = '', ...args]: readonly string[], place: Place): void {
  const { scene, at, isOpen } = place
  scene.inquiry.step(1 + args.length / 8)
  if (place.depth > deepest) throw new TooMuch()
  if (hasHole(program) || (isOpen && program.includes('{}'))) {
    return scene.inquiry.find(structureRules.dynamicCommand, at)
  }
  const name = posix.basename(program)
  const call = {
    name,
    args,
    isOpen,
    isToFile: place.isToFile,
    isCut: scene.isCut,
    isThrowaway: (path: string) => isThrowaway(path) && !scene.facts.makesLinks,
  }
  for (const rule of brokenBy(call)) scene.inquiry.find(rule, at)
  judgeArguments(name, args, scene, at)
  judgeWrites(name, args, scene, at)
  if (isUnseen(name, args)) scene.inquiry.find(structureRules.hiddenRun, at)
  judgeCodeOf(program, name, args, place)
  judgeInner(name, args, place)
}

function judgeInner(name: string, args: string[], place: Place): void {
  const inner = innerOf(name, args)
  // `xargs env`: what it adds is the program.
  if (place.isOpen && inner.calls.length === 0 && isWrapper(name, args))
    place.scene.inquiry.find(structureRules.dynamicCommand, place.at)
  for (const { argv, isOpen } of inner.calls) {
    judgeCall(argv, { ...place, isOpen: isOpen || place.isOpen, depth: place.depth + 1 })
  }
  for (const text of inner.scripts) judgeCode({ language: 'shell', text, program: 'sh' }, place)
}

/** Code in the arguments, on standard input, or in a file that the script itself has written. */
function judgeCodeOf(program: string, name: string, args: string[], place: Place): void {
  const { written } = place.scene
  const own = program.includes('/') ? written.get(posix.normalize(program)) : undefined
  if (own !== undefined && !hasHole(own))
    judgeCode({ language: languageOf(own), text: own, program: name }, place)
  const code = codeOf(name, args)
  const ran =
    own ?? (code?.texts.length === 0 ? written.get(posix.normalize(operandsOf(args)[0] ?? '')) : undefined)
  if (ran !== undefined && hasHole(ran)) place.scene.inquiry.find(structureRules.dynamicCode, place.at)
  if (!code) return
  for (const text of code.texts) judgeCode({ language: code.language, text, program: name }, place)
  const file = code.texts.length === 0 ? scriptIn(args, written) : undefined
  if (file !== undefined && !hasHole(file))
    judgeCode({ language: code.language, text: file, program: name }, place)
  if (code.reads === 'stream') place.scene.inquiry.find(structureRules.codeFromPipe, place.at)
  if (code.reads === 'input') judgeInput(code.language, name, place)
}

/** The first file that is known, unless what looks like the script itself stands before it. */
function scriptIn(args: string[], written: ReadonlyMap<string, string>): string | undefined {
  const first = args.findIndex((arg) => written.has(posix.normalize(arg)))
  if (first < 0 || args.slice(0, first).some((arg) => /^[^-].*\.\w{1,4}$/.test(arg))) return undefined
  return written.get(posix.normalize(args[first]!))
}

function judgeInput(language: Code['language'], program: string, place: Place): void {
  const { input, inquiry } = place.scene
  // `xargs sh`: what it is given as a script is unknown.
  if (place.isOpen && language === 'shell') inquiry.find(structureRules.dynamicCode, place.at)
  if (input.kind !== 'text' && input.kind !== 'pipe') return
  const { text } = input
  if (input.kind === 'pipe' && (language === 'shell' || text === undefined)) {
    inquiry.find(structureRules.codeFromPipe, place.at)
  }
  if (text !== undefined) judgeCode({ language, text, program }, place)
}

const languageOf = (text: string): Code['language'] =>
  /^#!.*\b(?:python|node|perl|ruby|php|lua)/.test(text) ? 'other' : 'shell'

const takesNames: ReadonlySet<string> = new Set([
  'printf',
  'test',
  '[',
  'declare',
  'typeset',
  'local',
  'export',
  'readonly',
  'read',
  'mapfile',
  'readarray',
  'wait',
])

/** Programs that are told to run something which no argument shows. */
function isUnseen(name: string, args: string[]): boolean {
  if (name === 'hash') return hasOption(args, '-p')
  if (name === 'enable') return hasOption(args, '-f')
  if (name === 'make' || name === 'gmake')
    return args.some((arg, index) => arg === '-' && (args[index - 1] ?? '').endsWith('f'))
  if (name === 'expect' || name === 'less') return args.some((arg) => arg === '-c' || /^\+.*!/.test(arg))
  if (name === 'gdb') return args.some((arg) => /^--?(?:ex|eval-command|x|command)\b/.test(arg))
  if (name === 'git') return args.some((arg) => arg.startsWith('ext::'))
  if (name === 'bind') return hasOption(args, '-x')
  if (name === 'let' || name === 'unset') return args.some((arg) => /\$\(|`/.test(arg))
  if (takesNames.has(name) && (name !== 'printf' || args[0] === '-v')) return args.some(runsInSubscript)
  if (name === 'vim' || name === 'vi' || name === 'nvim' || name === 'emacs') {
    return args.some((arg) => /^-(?:c|es?|s|S)$|^\+|^--(?:eval|cmd|batch|script)/.test(arg))
  }
  return false
}
