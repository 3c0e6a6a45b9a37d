import { hasOption, operandsOf, valuesOf } from './options.ts'

/** Code that a call is given in words, or that it waits for on its standard input. */
export interface Code {
  language: 'shell' | 'other' | 'awk' | 'sed' | 'sql'
  texts: string[]
  /** Whether it also runs what comes in: on its standard input, or as a stream of its own, as in `bash <(…)`. */
  reads: 'nothing' | 'input' | 'stream'
}

const shells = new Set(['sh', 'bash', 'dash', 'zsh', 'ksh', 'ash', 'rbash', 'mksh', 'fish', 'csh', 'tcsh'])
/** The options that code follows. */
const languages: [RegExp, string[]][] = [
  [/^(?:python|pypy)[\d.]*$/, ['-c']],
  [/^perl[\d.]*$/, ['-e', '-E']],
  [/^ruby[\d.]*$/, ['-e']],
  [/^(?:node|nodejs|bun|tsx)$/, ['-e', '-p', '--eval', '--print']],
  [/^php[\d.]*$/, ['-r', '-B', '-R', '-E']],
  [/^lua(?:jit)?[\d.]*$/, ['-e']],
  [/^(?:Rscript|R|julia|groovy|elixir|ghc|osascript)$/, ['-e', '-E']],
]
const awks = new Set(['awk', 'gawk', 'mawk', 'nawk', 'original-awk'])
const databases = new Set(['sqlite3', 'sqlite', 'psql', 'mysql', 'mariadb', 'duckdb'])

function readFrom(file: string): Code['reads'] {
  if (/^(?:-|\/dev\/stdin|\/(?:dev|proc\/self)\/fd\/0)$/.test(file)) return 'input'
  return /^\/(?:dev|proc\/self)\/fd\//.test(file) ? 'stream' : 'nothing'
}

/** Of several files, the one that matters most. */
const readFromAny = (files: string[]): Code['reads'] =>
  files.map(readFrom).find((reads) => reads !== 'nothing') ?? 'nothing'

/** What code a call runs, if it is a shell, an interpreter or something like one. */
export function codeOf(name: string, args: string[]): Code | undefined {
  if (shells.has(name)) return shellCode(args)
  if (name === 'source' || name === '.')
    return { language: 'shell', texts: [], reads: readFrom(args[0] ?? '') }
  if (name === 'parallel' && operandsOf(args).length === 0)
    return { language: 'shell', texts: [], reads: 'input' }
  if (name === 'at' || name === 'batch')
    return { language: 'shell', texts: [], reads: hasOption(args, '-f', '-l') ? 'nothing' : 'input' }
  if (awks.has(name)) return awkCode(args)
  if (name === 'sed' || name === 'gsed') return sedCode(args)
  if (databases.has(name))
    return {
      language: 'sql',
      texts: [],
      reads: /sqlite|duckdb/.test(name) && operandsOf(args).length > 1 ? 'nothing' : 'input',
    }
  const options = languages.find(([pattern]) => pattern.test(name))?.[1]
  return options && interpreterCode(args, options)
}

function shellCode(args: string[]): Code {
  const { start, isCode, isInput } = shellOptions(args)
  const first = args[start]
  if (isCode) return { language: 'shell', texts: first === undefined ? [] : [first], reads: 'nothing' }
  return { language: 'shell', texts: [], reads: isInput || first === undefined ? 'input' : readFrom(first) }
}

/** Goes over a shell's own options: `-ec`, `+x`, `-o pipefail`, `--norc`, `--rcfile x`. */
function shellOptions(args: string[]): { start: number; isCode: boolean; isInput: boolean } {
  let start = 0
  let isCode = false
  let isInput = false
  for (; start < args.length && /^[-+]./.test(args[start]!); start++) {
    const option = args[start]!
    if (option === '--') {
      start++
      break
    }
    if (/^--(?:rcfile|init-file)$/.test(option) || /^[-+][A-Za-z]*[oO]$/.test(option)) start++
    if (option.startsWith('--')) continue
    isCode ||= option.startsWith('-') && option.includes('c')
    isInput ||= option.startsWith('-') && option.includes('s')
  }
  return { start, isCode, isInput }
}

function interpreterCode(args: string[], options: string[]): Code {
  const texts = valuesOf(args, ...options)
  const first = operandsOf(args)[0]
  const names = hasOption(args, '-m', '-V', '--version', '--help', '-v', '--test', '--check')
  if (texts.length > 0 || names) return { language: 'other', texts, reads: 'nothing' }
  return { language: 'other', texts, reads: first === undefined ? 'input' : readFrom(first) }
}

function awkCode(args: string[]): Code {
  const files = valuesOf(args, '-f', '--file')
  const given = valuesOf(args, '-e', '--source')
  const program =
    files.length > 0 || given.length > 0 ? given : operandsOf(withoutValues(args, ['-F', '-v'])).slice(0, 1)
  return { language: 'awk', texts: program, reads: readFromAny(files) }
}

function sedCode(args: string[]): Code {
  const files = valuesOf(args, '-f', '--file')
  const given = valuesOf(args, '-e', '--expression')
  const program = files.length > 0 || given.length > 0 ? given : operandsOf(args).slice(0, 1)
  return { language: 'sed', texts: program, reads: readFromAny(files) }
}

/** The arguments without options that take the next word, and without that word. */
export function withoutValues(args: readonly string[], options: readonly string[]): string[] {
  return args.filter((arg, index) => !options.includes(arg) && !options.includes(args[index - 1] ?? ''))
}
