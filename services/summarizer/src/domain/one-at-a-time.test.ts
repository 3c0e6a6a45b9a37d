import { oneAtATime } from './one-at-a-time.ts'

test('a second piece of work of a person is to come again, another person’s is done; after it, or its failure, too', async () => {
  const alone = oneAtATime()
  const first = Promise.withResolvers<string>()
  const running = alone(1, () => first.promise)

  await expect(alone(1, async () => 'second')).rejects.toMatchObject({ code: 'summary_busy', retryable: true, retryAfterMs: 1_000 }) // prettier-ignore
  await expect(alone(2, async () => 'of another')).resolves.toBe('of another')
  first.reject(new Error('no model'))
  await expect(running).rejects.toThrow('no model')
  await expect(alone(1, async () => 'third')).resolves.toBe('third')
})
