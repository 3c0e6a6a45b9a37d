import { redact } from './redact.ts'

/** What is known of something that was thrown; every text is redacted and cut. */
export interface Described {
  /** The code of an error that has one, else its name. */
  kind: string
  /** One line. */
  title: string
  message: string
  /** Lines that begin with `at`, as the engine wrote them. */
  stack: string[]
  /** What caused it, the nearest first, one line each. */
  causes: string[]
}

const maxTitle = 300
/** More is read than shown, so that no secret is shown for having been cut in two. */
const maxRead = 4_000
const maxMessage = 2_000
const maxCauses = 5
const maxFrames = 30

/** Never throws, whatever was thrown: getters that throw and causes in circles included. */
export function describeError(thrown: unknown): Described {
  const error = unwrapped(thrown)
  const { name, code, message } = wordsOf(error)
  const kind = code || name
  return {
    kind,
    title: oneLine(`${kind === name || !name ? kind : `${name} (${kind})`}: ${message}`, maxTitle),
    message: message.slice(0, maxMessage),
    stack: stackOf(error),
    causes: causesOf(error),
  }
}

/** A queue wraps what it shall not try again; what went wrong is inside. */
function unwrapped(error: unknown): unknown {
  for (let depth = 0, inner = error; depth < maxCauses; depth++) {
    const cause = read(inner, 'cause')
    if (read(inner, 'name') !== 'UnrecoverableError' || cause === undefined) return inner
    inner = cause
  }
  return error
}

function wordsOf(error: unknown): { name: string; code: string; message: string } {
  if (typeof error !== 'object' || error === null) {
    return {
      name: `thrown ${typeof error}`,
      code: '',
      message: withoutPeople(textOf(error).slice(0, maxRead)),
    }
  }
  return {
    name: identifier(read(error, 'name')) || 'Error',
    code: identifier(read(error, 'code')),
    message: withoutPeople(textOf(read(error, 'message') ?? '').slice(0, maxRead)),
  }
}

function causesOf(error: unknown): string[] {
  const causes: string[] = []
  const seen = new Set<unknown>([error])
  let cause = read(error, 'cause')
  while (cause !== undefined && cause !== null && causes.length < maxCauses && !seen.has(cause)) {
    seen.add(cause)
    const { name, code, message } = wordsOf(cause)
    causes.push(oneLine(`${name}${code ? ` (${code})` : ''}: ${message}`, maxTitle))
    cause = read(cause, 'cause')
  }
  return causes
}

/** Only what follows the message: words in it may look like a stack. */
function stackOf(error: unknown): string[] {
  const stack = textOf(read(error, 'stack') ?? '')
  const message = textOf(read(error, 'message') ?? '')
  const from = message ? stack.indexOf(message) : 0
  const lines = (from < 0 ? '' : stack.slice(from + message.length)).split('\n')
  return lines.filter((line) => /^\s+at /.test(line)).slice(0, maxFrames)
}

function read(value: unknown, key: string): unknown {
  try {
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
  } catch {
    return undefined
  }
}

function textOf(value: unknown): string {
  try {
    return String(value).slice(0, 100_000)
  } catch {
    return 'something that cannot be put into words'
  }
}

/** Codes and names are words of programs; whatever else stands there is not kept. */
function identifier(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  return /^[\w.:-]{1,60}$/.test(text) ? text : ''
}

/** Engines quote what they could not read, and the system names people's files. */
const quotesOfPeople: [RegExp, string][] = [
  [/(?:, )?(?:\.\.\.)?"[\s\S]*"(?:\.\.\.)? is not valid JSON/g, ' […] is not valid JSON'],
  [/(?<=\/(?:users\/\d+|shared)\/)[^'"\n]*/g, '[…]'],
]

/** Takes secrets out, and what is known to quote people's words and file names. */
export function withoutPeople(text: string): string {
  return redact(quotesOfPeople.reduce((clean, [shape, instead]) => clean.replace(shape, instead), text))
}

export function oneLine(text: string, most: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`
}
