import { messageOf } from '@aika/errors'
import { liveDeviations, selfTest, type SelfTestOptions } from './self-test.ts'

export interface SandboxCheck {
  /** Sandboxes of this installation that run now. */
  running: number
  /** What is not as it must be, one line each. */
  findings: string[]
}

/**
 * Compares the sandboxes that run now with what they were to be and, where they are, makes one more and asks it too.
 * Changes nothing that lasts.
 */
export async function checkSandboxes(options: SelfTestOptions): Promise<SandboxCheck> {
  const all = await options.engine.list(options.settings.owner)
  const running = all.filter(({ isRunning }) => isRunning).length
  const findings = await liveDeviations(options)
  return { running, findings: findings.length > 0 ? findings : await freshOne(options) }
}

function freshOne(options: SelfTestOptions): Promise<string[]> {
  return selfTest(options).then(
    () => [],
    (error: unknown) => [messageOf(error)],
  )
}
