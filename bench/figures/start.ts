import type { Stack } from '../lib/stack.ts'
import type { Tally } from '../lib/tally.ts'

/** A message waits at Telegram; `docker compose up` with nothing there but the images; the clock stops at its answer. */
export async function start(stack: Stack, tally: Tally): Promise<void> {
  const { standIns } = stack
  await standIns.reset()
  const text = `first-after-start-${Date.now()}`
  await standIns.send([{ userId: 2_001, text }])
  const startedMs = performance.now()
  const answered = standIns.waitFor(2_001, text)
  await Promise.all([
    stack.up(),
    answered.then(() => tally.add('start', 's', (performance.now() - startedMs) / 1_000)),
  ])
}
