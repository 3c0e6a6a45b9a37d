import { everyServiceHealthy, logsOfAll, secrets } from './containers.ts'
import { control } from './telegram.ts'

/** A word that people say and nobody may write into a log. */
export const canary = 'canary-4f1c9be7d20a'

/**
 * The composed stack, for one file of tests. It begins whole and well-behaved, and whatever the tests did to it, its logs
 * hold neither a secret nor anybody's words in the end.
 */
export function useStack(): void {
  jest.setTimeout(180_000)

  beforeAll(everyServiceHealthy)

  beforeEach(async () => {
    await control('DELETE', 'faults')
    await control('DELETE', 'gemini/scripts')
    await control('POST', 'gemini', { mode: 'rehearsal', firstDelayMs: 0, retired: [] })
    await control('POST', 'gemini/keys', { key: '*', kind: 'ok' })
  })

  afterAll(async () => {
    await everyServiceHealthy()
    const logs = await logsOfAll()
    const leaked = [...(await secrets()), ['what a person said', canary] as const]
      .filter(([, value]) => logs.includes(value))
      .map(([name]) => name)
    expect(leaked).toEqual([])
  })
}
