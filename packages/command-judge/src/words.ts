import type { CommandArgument, Word, WordPart } from 'unbash'
import { HOLE, hasHole } from './hole.ts'
import type { Variables } from './variables.ts'

const mostCandidates = 32

/**
 * What a word may become, one entry per possibility, `HOLE` where that is known only while it runs. A variable stands
 * for every value that the script gives it anywhere. Never empty.
 */
export function candidatesOf(word: Word, variables: Variables): string[] {
  const { parts } = word
  return parts ? joined(parts.map((part) => ofPart(part, variables))) : [word.value]
}

/** As `candidatesOf`, with unquoted expansions split at blanks: the arguments that a program may see. */
export function argumentsOf(word: Word, variables: Variables): string[] {
  const found = candidatesOf(word, variables)
  const splits = word.parts?.some(({ type }) => expansions.has(type)) ?? false
  return splits ? found.flatMap((text) => text.split(/\s+/).filter((piece) => piece !== '')) : found
}

const expansions: ReadonlySet<string> = new Set(['SimpleExpansion', 'ParameterExpansion', 'CommandExpansion'])
const plain: ReadonlySet<string> = new Set(['Literal', 'SingleQuoted', 'AnsiCQuoted'])

/** Whether a word says by itself what it is: no expansion and no pattern. */
export function isLiteral(word: Word): boolean {
  return (word.parts ?? []).every(
    (part) =>
      plain.has(part.type) ||
      ((part.type === 'DoubleQuoted' || part.type === 'LocaleString') &&
        part.parts.every(({ type }) => type === 'Literal')),
  )
}

/**
 * Whether the parser took a word for plain text in which bash may see more: an array with something glued to it, as
 * in `a=($(b))c`, is such a one.
 */
export function isMisread({ parts, text }: Word): boolean {
  if (parts) return false
  const bare = text.replace(/\\[^]/g, '')
  return bare.startsWith('(') || /`|\$[({[]|[<>]\(/.test(bare)
}

function ofPart(part: WordPart, variables: Variables): string[] {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
    case 'Glob':
      return [part.value]
    case 'DoubleQuoted':
    case 'LocaleString':
      return joined(part.parts.map((child) => ofPart(child, variables)))
    case 'SimpleExpansion':
      return variables.valuesOf(part.text.replace(/^\$(?:\\\n)*/, ''))
    case 'ParameterExpansion':
      return ofParameter(part, variables)
    case 'CommandExpansion':
      return ofSubstitution(part, variables)
    case 'BraceExpansion':
      return ofBraces(part.text)
    case 'ProcessSubstitution':
      return [`/dev/fd/${HOLE}`]
    case 'ExtendedGlob':
      return ['*']
    case 'ArithmeticExpansion':
      return [HOLE]
    default:
      part satisfies never
      return [HOLE]
  }
}

function ofParameter(
  part: Extract<WordPart, { type: 'ParameterExpansion' }>,
  variables: Variables,
): string[] {
  const { parameter, operation, prefix } = part
  if (prefix !== undefined) return [HOLE]
  if (operation === undefined) return variables.valuesOf(parameter)
  if (operation.type !== 'Default') return [HOLE]
  return capped([...variables.valuesOf(parameter), ...candidatesOf(operation.operand, variables)])
}

/** `$(mktemp)` is a new file in /tmp; `$(echo x)` is x; what else prints, nobody knows before. */
function ofSubstitution(
  { script }: Extract<WordPart, { type: 'CommandExpansion' }>,
  variables: Variables,
): string[] {
  const command = script?.commands.length === 1 ? script.commands[0]?.command : undefined
  if (command?.type !== 'Command' || !command.name) return [HOLE]
  const words = command.args.filter((arg) => arg.type === 'Word')
  const name = command.name.value
  if (name === 'mktemp' && words.every(({ value }) => /^-[dqu]+$/.test(value))) return ['/tmp/made-by-mktemp']
  if (name === 'date') return datedBy(command.args, variables)
  if (name !== 'echo' && name !== 'printf') return [HOLE]
  return [HOLE, words.map((word) => candidatesOf(word, variables)[0]).join(' ')]
}

/**
 * `$(date +%F)` is today, as far as the day goes: what was made for it earlier is found. The sandbox keeps its clock in
 * UTC. Times of the day stand for a moment that has not been.
 */
function datedBy(args: readonly CommandArgument[], variables: Variables): string[] {
  const words = args.flatMap((arg) => (arg.type === 'Word' ? candidatesOf(arg, variables) : [HOLE]))
  const [format = '', ...more] = words.filter((word) => word !== '-u' && word !== '--utc')
  if (more.length > 0 || !format.startsWith('+') || format.length > 100 || hasHole(format)) return [HOLE]
  const text = format.slice(1).replace(/%(.)/g, (_, letter: string) => todayAs(letter) ?? HOLE)
  return [text]
}

function todayAs(letter: string): string | undefined {
  const now = new Date()
  const [date = ''] = now.toISOString().split('T')
  const [year, month, day] = date.split('-')
  const name = (how: Intl.DateTimeFormatOptions) =>
    now.toLocaleDateString('en-US', { ...how, timeZone: 'UTC' })
  switch (letter) {
    case 'F':
      return date
    case 'Y':
      return year
    case 'y':
      return year?.slice(2)
    case 'm':
      return month
    case 'd':
      return day
    case 'B':
      return name({ month: 'long' })
    case 'b':
      return name({ month: 'short' })
    case 'A':
      return name({ weekday: 'long' })
    default:
      return /[HMSTRIsN]/.test(letter) ? 'now' : undefined
  }
}

/** `{a,b}` and `{1..5}` without anything nested. */
function ofBraces(text: string): string[] {
  const inner = text.slice(1, -1)
  const range = /^(-?\d{1,4})\.\.(-?\d{1,4})$/.exec(inner)
  if (range) return numbers(Number(range[1]), Number(range[2]))
  if (/[{}"'\\$`]/.test(inner) || !inner.includes(',')) return [HOLE]
  return capped(inner.split(','))
}

function numbers(from: number, to: number): string[] {
  const [low, high] = from < to ? [from, to] : [to, from]
  return capped(Array.from({ length: high - low + 1 }, (_, index) => String(low + index)))
}

/** Longer words are not multiplied out: what varies in them counts as unknown. */
const mostParts = 32

function joined(parts: string[][]): string[] {
  const kept = parts.length <= mostParts ? parts : parts.map((each) => (each.length > 1 ? [HOLE] : each))
  if (kept.every((each) => each.length === 1)) return [kept.map(([only]) => only).join('')]
  return kept.reduce((sofar, more) => capped(sofar.flatMap((head) => more.map((tail) => head + tail))), [''])
}

/** Past the limit, the rest is one unknown: nothing gets lost unnoticed. */
function capped(values: string[]): string[] {
  const different = [...new Set(values)]
  return different.length <= mostCandidates ? different : [...different.slice(0, mostCandidates), HOLE]
}

/** `a[$(b)]` as a name: where bash takes a word for the name of a variable, it runs what is in the subscript. */
export const runsInSubscript = (name: string): boolean => /\w\[[^\]]{0,200}(?:\$\(|`)/.test(name)
