import { openStore, type Store } from '../src/index.ts'
import { temporaryDatabase } from '../src/testing.ts'

describe('errors, folded by fingerprint', () => {
  let store: Store
  beforeEach(async () => {
    store = await openStore(temporaryDatabase())
  })
  afterEach(() => store[Symbol.asyncDispose]())

  const at = (minutes: number) => new Date(Date.parse('2026-11-21T10:00:00Z') + minutes * 60_000)
  let ids = 0
  const note = (fingerprint: string, minutes: number, incidentId = `e-${ids++}`) =>
    store.incidents.note({ fingerprint, incidentId, title: 'it broke', service: 'bot', at: at(minutes) })
  const untold = async (minutes: number) =>
    (await store.incidents.untold({ toldBefore: at(minutes - 60), seenBefore: at(minutes) })).map(
      ({ fingerprint, missing }) => [fingerprint, missing],
    )

  test('the same incident twice in a row counts once, another one counts', async () => {
    await note('a', 0, 'e-same')
    await expect(note('a', 1, 'e-same')).resolves.toMatchObject({ count: 1, toldCount: 0 })
    await expect(note('a', 2, 'e-other')).resolves.toMatchObject({ count: 2, firstAt: at(0) })
  })

  test('untold are those never told of, and those that went on and were told of long ago', async () => {
    for (const minute of [0, 1, 2]) await note('never', minute)
    await note('told, no more of it', 0)
    await store.incidents.told('told, no more of it', at(1))
    await note('told, went on', 0)
    await store.incidents.told('told, went on', at(1))
    await note('told, went on', 2)

    await expect(untold(10)).resolves.toEqual([['never', 3]])
    await expect(untold(90)).resolves.toEqual([
      ['never', 3],
      ['told, went on', 1],
    ])
    await expect(untold(1)).resolves.toEqual([])
  })
})
