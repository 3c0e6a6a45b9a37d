import type { Error as DriverError } from '@prisma/driver-adapter-utils'

/** SQLite's extended result codes that Prisma has names for. */
const unique = new Set([2067, 1555])
const notNull = 1299
const foreignKey = new Set([787, 1811])
const busy = 5

/** Turns what node:sqlite throws into what Prisma understands; anything else passes as it is. */
export function explain(error: unknown): DriverError & { originalCode?: string; originalMessage?: string } {
  if (!isSqliteError(error)) throw error
  const original = { originalCode: String(error.errcode), originalMessage: error.message }
  return { ...original, ...meaning(error.errcode, error.message) }
}

function meaning(code: number, message: string): DriverError {
  if (unique.has(code))
    return { kind: 'UniqueConstraintViolation', constraint: { fields: fieldsIn(message) } }
  if (code === notNull) return { kind: 'NullConstraintViolation', constraint: { fields: fieldsIn(message) } }
  if (foreignKey.has(code)) return { kind: 'ForeignKeyConstraintViolation', constraint: { foreignKey: {} } }
  if ((code & 0xff) === busy) return { kind: 'SocketTimeout' }
  return { kind: 'sqlite', extendedCode: code, message }
}

/** Whether a write failed because a row with that key is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return isSqliteError(error) && unique.has(error.errcode)
}

/** Whether another process holds the lock, in SQLite's words or in Prisma's; nothing of the statement was done. */
export function isBusy(error: unknown): boolean {
  if (isSqliteError(error)) return (error.errcode & 0xff) === busy
  return error instanceof Error && (error.cause as { kind?: string } | undefined)?.kind === 'SocketTimeout'
}

/** “UNIQUE constraint failed: Turn.id, Turn.chatId” names them. */
function fieldsIn(message: string): string[] {
  const list = message.split('constraint failed: ')[1]?.split(', ') ?? []
  return list.map((field) => field.split('.').pop()!)
}

function isSqliteError(error: unknown): error is { errcode: number; message: string } {
  return typeof error === 'object' && error !== null && 'errcode' in error
}
