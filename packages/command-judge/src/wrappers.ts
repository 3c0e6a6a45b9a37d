import { TooMuch } from './inquiry.ts'
import { hasOption, operandsOf, valuesOf } from './options.ts'
import { gitCommand } from './rules/git.ts'

/** What a call makes others run. */
export interface Inner {
  /** Calls, program first. `isOpen`: it adds arguments of its own. */
  calls: { argv: string[]; isOpen: boolean }[]
  /** Scripts for a shell. */
  scripts: string[]
}

interface Wrapper {
  /** Options that are followed by a value. */
  valued?: string
  /** Operands before the program: the duration of timeout. */
  operands?: number
  /** Whether `NAME=value` may come before the program. */
  assigns?: boolean
  isOpen?: boolean
}

/** Programs that run the program named after their own options. */
const wrappers: Record<string, Wrapper> = {
  sudo: { valued: '-u -g -h -p -C -r -t -T -U -D -R --user --group --host --prompt --chdir', assigns: true },
  doas: { valued: '-u -C' },
  env: { valued: '-u -C --unset --chdir', assigns: true },
  nice: { valued: '-n --adjustment' },
  ionice: { valued: '-c -n -p -P -u --class --classdata' },
  chrt: { valued: '-T -P -D', operands: 1 },
  taskset: { operands: 1 },
  timeout: { valued: '-k -s --kill-after --signal', operands: 1 },
  nohup: {},
  setsid: {},
  stdbuf: { valued: '-i -o -e --input --output --error' },
  unbuffer: {},
  time: { valued: '-f -o --format --output' },
  command: {},
  builtin: {},
  exec: { valued: '-a' },
  busybox: {},
  toybox: {},
  coproc: {},
  catchsegv: {},
  xargs: {
    valued:
      '-a -d -E -I -L -n -P -s --arg-file --delimiter --max-lines --max-args --max-procs --max-chars --replace --process-slot-var',
    isOpen: true,
  },
  parallel: { valued: '-j -I -N -n -a --jobs --arg-file --colsep --delay --timeout --joblog', isOpen: true },
  watch: { valued: '-n --interval' },
  strace: { valued: '-e -o -s -P -u -E -a -b' },
  ltrace: { valued: '-e -o -s -u -n' },
  valgrind: {},
  hyperfine: { valued: '-w -r -m -M -p -c -s -n --warmup --runs --prepare --cleanup --setup' },
  flock: { valued: '-w -E --timeout --conflict-exit-code', operands: 1 },
  npx: { valued: '-p --package -w' },
  bunx: {},
  uvx: { valued: '--from --with --python' },
  pipx: { operands: 1 },
  entr: { isOpen: true },
  proot: { valued: '-r -b -w' },
  fakeroot: {},
  faketime: { operands: 1 },
  rlwrap: {},
  dbus: {},
  chronic: {},
  ts: {},
}
const runners: Record<string, string[]> = {
  pnpm: ['exec', 'dlx', 'x'],
  npm: ['exec', 'x'],
  yarn: ['exec', 'dlx'],
  bun: ['x'],
  uv: ['run'],
  poetry: ['run'],
  pipenv: ['run'],
  bundle: ['exec'],
  git: ['bisect'],
}

/** Options whose value a shell gets. */
const scriptOptions: Record<string, string[]> = {
  tar: [
    '--to-command',
    '--checkpoint-action',
    '-I',
    '--use-compress-program',
    '-F',
    '--info-script',
    '--rsh-command',
  ],
  rsync: ['-e', '--rsh', '--rsync-path'],
  split: ['--filter'],
  sort: ['--compress-program'],
  script: ['-c', '--command'],
  flock: ['-c', '--command'],
  su: ['-c', '--command', '--session-command'],
  compgen: ['-C'],
  complete: ['-C'],
  man: ['-P', '--pager'],
  zip: ['-TT', '--unzip-command'],
  rg: ['--pre', '--hostname-bin'],
  mapfile: ['-C'],
  readarray: ['-C'],
  npx: ['-c', '--call'],
  npm: ['-c', '--call'],
  env: ['-S', '--split-string'],
  make: ['--eval'],
  hyperfine: ['-p', '--prepare', '-c', '--cleanup', '-s', '--setup'],
  parallel: [],
}

const loader = /^ld(?:-linux[\w-]*|-musl[\w-]*)?\.so(?:\.\d+)?$/

function wrapperOf(name: string): Wrapper | undefined {
  if (loader.test(name)) return { valued: '--library-path --preload --argv0 --audit' }
  return Object.hasOwn(wrappers, name) ? wrappers[name] : undefined
}

/** Whether it would run a program, were it named one. */
export const isWrapper = (name: string, args: readonly string[]): boolean =>
  wrapperOf(name) !== undefined && name !== 'ts' && !(name === 'command' && hasOption(args, '-v', '-V'))

/** What a call makes others run, as far as its arguments say. */
export function innerOf(name: string, args: readonly string[]): Inner {
  const inner: Inner = { calls: [], scripts: valuesOf(args, ...(scriptOptions[name] ?? [])).map(bare) }
  const wrapper = wrapperOf(name)
  // `command -v rm` asks where rm is.
  const onlyAsks = name === 'command' && hasOption(args, '-v', '-V')
  if (wrapper && !onlyAsks) inner.calls.push(...wrapped(args, wrapper))
  if (name === 'find' || name === 'fd' || name === 'fdfind') inner.calls.push(...foundBy(args))
  if (Object.hasOwn(runners, name)) inner.calls.push(...ranBy(name, args))
  if (name === 'git') inner.scripts.push(...gitScripts(args))
  if (name === 'trap' || name === 'eval')
    inner.scripts.push(...(name === 'trap' ? trapped(args) : [args.join(' ')]))
  if (name === 'watch' || name === 'hyperfine' || name === 'parallel')
    inner.scripts.push(...operandsOf(args).slice(0, 1))
  if (name === 'parallel') inner.calls.push(...operandsOf(args).slice(1).flatMap(fromList))
  return inner
}

const bare = (value: string) => value.replace(/^exec=/, '')
const fromList = (argument: string) =>
  /^:{3,4}\+?$/.test(argument) ? [] : [{ argv: argument.split(/\s+/), isOpen: false }]

function wrapped(args: readonly string[], wrapper: Wrapper): Inner['calls'] {
  const isOpen = wrapper.isOpen ?? false
  const start = startOf(args, wrapper)
  const argv = args.slice(start)
  if (argv.length === 0) return []
  const item = isOpen ? valuesOf(args.slice(0, start), '-I').find((text) => text !== '') : undefined
  // Whatever a call names its item, from here on it is `{}`.
  if (item !== undefined) argv.splice(0, argv.length, ...argv.map((word) => word.replaceAll(item, '{}')))
  if (looksLikeProgram(argv[0]!)) return [{ argv: [...argv], isOpen }]
  // Our table does not know this option: any of the words may be the program.
  return few(args.map((_, index) => index)).map((index) => ({ argv: args.slice(index), isOpen }))
}

const looksLikeProgram = (word: string) => !/^[-+=:]|^[\d.]+[smhd%]?$/.test(word)

function startOf(args: readonly string[], { valued = '', operands = 0, assigns = false }: Wrapper): number {
  const withValue = new Set(valued.split(' '))
  let index = 0
  while (index < args.length && args[index]!.length > 1 && args[index]!.startsWith('-')) {
    const option = args[index++]!
    if (option === '--') break
    const last = option.startsWith('--') ? option : `-${option.at(-1)}`
    const isBundle =
      !option.startsWith('--') &&
      option
        .slice(1, -1)
        .split('')
        .some((letter) => withValue.has(`-${letter}`))
    if (!isBundle && !option.includes('=') && withValue.has(last)) index++
  }
  while (assigns && /^\w+=/.test(args[index] ?? '')) index++
  return index + operands
}

const most = 32

/** @throws TooMuch - each of them is a call of its own, with all arguments that follow. */
function few<T>(found: T[]): T[] {
  if (found.length > most) throw new TooMuch()
  return found
}

/** `-exec rm {} \;` and its kin; of fd `-x` and `-X` up to the end. */
function foundBy(args: readonly string[]): Inner['calls'] {
  const starts = args.flatMap((arg, index) =>
    /^-(?:exec|execdir|ok|okdir|x|X)$|^--exec(?:-batch)?$/.test(arg) ? [index] : [],
  )
  return few(starts).map((index) => {
    const end = args.findIndex((word, at) => at > index && (word === ';' || word === '+'))
    return { argv: args.slice(index + 1, end < 0 ? undefined : end), isOpen: true }
  })
}

function ranBy(name: string, args: readonly string[]): Inner['calls'] {
  const place = args.findIndex((arg) => runners[name]!.includes(arg))
  if (place < 0) return []
  const rest = args.slice(place + 1)
  if (name !== 'git') return wrapped(rest, { valued: '-p --package -w --with --python --project' })
  return rest[0] === 'run' ? wrapped(rest.slice(1), {}) : []
}

/** `-c alias.x='!rm'`, `submodule foreach`, `rebase -x`, and settings that name programs. */
function gitScripts(args: readonly string[]): string[] {
  const { command, rest } = gitCommand(args)
  const settings = valuesOf(args.slice(0, args.length - rest.length), '-c').flatMap(programSetting)
  if (command === 'submodule' && rest[0] === 'foreach')
    return [
      ...settings,
      rest
        .slice(1)
        .filter((arg) => arg !== '--recursive')
        .join(' '),
    ]
  if (command === 'rebase') return [...settings, ...valuesOf(rest, '-x', '--exec')]
  if (command === 'difftool' || command === 'mergetool')
    return [...settings, ...valuesOf(rest, '-x', '--extcmd')]
  if (command === 'grep')
    return [...settings, ...rest.flatMap((arg) => /^(?:-O|--open-files-in-pager=)(.+)/.exec(arg)?.[1] ?? [])]
  if (command !== 'config') return settings
  const [key = '', value = ''] = operandsOf(rest).filter((word) => word !== 'set')
  return programSetting(`${key}=${value}`)
}

function programSetting(setting: string): string[] {
  const [, key = '', value = ''] = /^([^=]*)=([^]*)$/.exec(setting) ?? []
  if (/^alias\./i.test(key)) return value.startsWith('!') ? [value.slice(1)] : [`git ${value}`]
  const names =
    /(?:pager|editor|command|hookspath|fsmonitor|askpass|helper|cmd|textconv|smudge|clean|process|program|driver)$/i
  return names.test(key) && value !== '' && !/^(?:true|false|cat|less|store|cache|\d+)$/.test(value)
    ? [value]
    : []
}

function trapped(args: readonly string[]): string[] {
  const script = operandsOf(args)[0] ?? ''
  return script === '' || script === '-' || args.length < 2 ? [] : [script]
}
