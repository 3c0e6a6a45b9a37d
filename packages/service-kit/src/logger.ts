import { pino, type Logger, type LoggerOptions } from 'pino'
import { redact } from './redact.ts'

export type { Logger } from 'pino'

/**
 * JSON lines on stdout. Anything that looks like a secret is taken out of the whole line, so it does not matter whether
 * it stood in a field, a message or an error's text.
 */
export function createLogger(service: string, level: string, write?: (line: string) => void): Logger {
  const options: LoggerOptions = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    hooks: { streamWrite: redact },
  }
  return write ? pino(options, { write }) : pino(options)
}
