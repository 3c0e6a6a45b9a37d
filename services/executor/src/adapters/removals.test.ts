import { removals } from './removals.ts'

test('a person’s next command waits for their last container to go, nobody else’s does', async () => {
  const gone = Promise.withResolvers<void>()
  const removal = removals(() => gone.promise)
  removal.expect({ runId: 'r1', userId: 1 })
  const removing = removal.remove('r1')
  let isSettled = false
  const next = removal.settled(1).then(() => (isSettled = true))

  await removal.settled(2)
  expect(isSettled).toBe(false)
  gone.resolve()
  await Promise.all([removing, next])

  expect(isSettled).toBe(true)
})

test('an engine that does not get done with it: the next command is refused instead of waiting for ever', async () => {
  const removal = removals(() => new Promise(() => undefined))
  removal.expect({ runId: 'r1', userId: 1 })
  void removal.remove('r1')

  const next = removal.settled(1, 5)
  await expect(next).rejects.toMatchObject({ code: 'sandbox_unavailable', retryable: true })
})
