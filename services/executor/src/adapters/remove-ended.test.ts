import { removeEnded } from './remove-ended.ts'

/** An engine with one container, which ends by itself after so many looks. */
function engineOf(endsAfter: number) {
  const asked: string[] = []
  return {
    asked,
    removeUnlessRunning: async (id: string) => {
      asked.push(`unless running ${id}`)
      return asked.length > endsAfter
    },
    remove: async (id: string) => void asked.push(`end ${id}`),
  }
}

test('it ends a moment later: removed, and never told to end', async () => {
  const engine = engineOf(1)

  await removeEnded(engine, 'c1')

  expect(engine.asked).toEqual(['unless running c1', 'unless running c1'])
})

test('it does not end: it is ended', async () => {
  const engine = engineOf(Infinity)

  await removeEnded(engine, 'c1')

  expect(engine.asked.at(-1)).toBe('end c1')
  expect(engine.asked).toHaveLength(5)
})
