import { createHash } from 'node:crypto'

/** Telegram's number for a turn's draft: the same after a restart, and what its own Stop names the turn by. */
export function draftIdOf(turnId: string): number {
  return createHash('sha256').update(turnId).digest().readUInt32BE(0) >>> 1 || 1
}
