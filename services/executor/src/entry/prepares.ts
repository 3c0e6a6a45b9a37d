import type { Prepare } from '@aika/contracts'
import type { Sandbox } from '../domain/sandbox.ts'

/** A hint that has waited longer speaks of a command that came and went. */
const freshMs = 20_000

/** The door for hints that a command will come. One that cannot be followed is no failure: the command's own run tells. */
export function answerPrepares(
  sandbox: Pick<Sandbox, 'prepare'>,
  onTrouble: (error: unknown) => void,
): (hint: Prepare, delivery: { addedAt: Date }) => Promise<{ ready: boolean }> {
  return async ({ userId }, { addedAt }) => {
    if (Date.now() - addedAt.getTime() > freshMs) return { ready: false }
    const ready = await sandbox.prepare(userId).catch((error: unknown) => {
      onTrouble(error)
      return false
    })
    return { ready }
  }
}
