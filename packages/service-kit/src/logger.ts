import { pino, type Logger, type LoggerOptions } from 'pino'
import { redact } from './redact.ts'

export type { Logger } from 'pino'

/**
 * JSON lines on stdout. Anything that looks like a secret is taken out of the whole line, so it does not matter whether
 * it stood in a field, a message or an error's text.
 *
 * Of an error under `err` its words, code and stack are written, and those of its causes. Whatever else hangs on it is
 * not: clients put the failed request there, which is people's text, or a password.
 */
export function createLogger(service: string, level: string, write?: (line: string) => void): Logger {
  const options: LoggerOptions = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    hooks: { streamWrite: redact },
    serializers: { err: plainError },
  }
  return write ? pino(options, { write }) : pino(options)
}

function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { type, message, stack } = pino.stdSerializers.err(error)
  const { code } = error as { code?: unknown }
  return { type, message, stack, ...(code !== undefined && { code }) }
}
