import { createHash } from 'node:crypto'

/** One call as a person approves it. */
export interface ApprovedCall {
  /** A tool of the agent, or `command:<name>` of the bot. */
  tool: string
  /** What JSON can hold; the order of keys does not matter, and a key without a value is no key. */
  args: unknown
  userId: number
}

/**
 * Binds an approval to exactly one call of one person: whoever carries it out makes the hash again and compares.
 *
 * @returns SHA-256, 64 hexadecimal digits. Equal calls have equal ones, in every service.
 */
export function callHash({ tool, args, userId }: ApprovedCall): string {
  return createHash('sha256').update(canonical({ tool, args, userId })).digest('hex')
}

/** JSON with the keys of every object in one order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (isRecord(inner) ? sorted(inner) : inner))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sorted(record: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}
