import type { Prepare } from '@aika/contracts'
import type { Sandbox } from '../domain/sandbox.ts'

/** The door for hints that a command will come. One that cannot be followed is no failure: the command's own run tells. */
export function answerPrepares(
  sandbox: Pick<Sandbox, 'prepare'>,
  onTrouble: (error: unknown) => void,
): (hint: Prepare) => Promise<{ ready: boolean }> {
  return async ({ userId }) => {
    const ready = await sandbox.prepare(userId).catch((error: unknown) => {
      onTrouble(error)
      return false
    })
    return { ready }
  }
}
