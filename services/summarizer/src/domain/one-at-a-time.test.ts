import { oneAtATime, type Leases } from './one-at-a-time.ts'

function fakeLeases(): Leases {
  const held = new Set<number>()
  return {
    async take(userId) {
      if (held.has(userId)) return undefined
      held.add(userId)
      return { [Symbol.asyncDispose]: async () => void held.delete(userId) }
    },
  }
}

test('a second piece of work of a person is to come again, another person’s is done; after it, or its failure, too', async () => {
  const leases = fakeLeases()
  const first = Promise.withResolvers<string>()
  const running = oneAtATime(leases, 1, () => first.promise)

  await expect(oneAtATime(leases, 1, async () => 'second')).rejects.toMatchObject({ code: 'summary_busy', retryable: true, retryAfterMs: 1_000 }) // prettier-ignore
  await expect(oneAtATime(leases, 2, async () => 'of another')).resolves.toBe('of another')
  first.reject(new Error('no model'))
  await expect(running).rejects.toThrow('no model')
  await expect(oneAtATime(leases, 1, async () => 'third')).resolves.toBe('third')
})
