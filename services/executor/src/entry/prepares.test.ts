import { answerPrepares } from './prepares.ts'

const hint = { userId: 42, traceId: 'trace-1234' }

function door(prepare: (userId: number) => Promise<boolean>) {
  const [asked, troubles]: [number[], unknown[]] = [[], []]
  const answer = answerPrepares({ prepare: (userId) => (asked.push(userId), prepare(userId)) }, (error) =>
    troubles.push(error),
  )
  return { answer, asked, troubles }
}

test('a hint: its person’s sandbox is made ready', async () => {
  const { answer, asked } = door(async () => true)

  expect(await answer(hint, { addedAt: new Date() })).toEqual({ ready: true })
  expect(asked).toEqual([42])
})

test('a hint that has waited while nobody was there: none is made', async () => {
  const { answer, asked } = door(async () => true)

  expect(await answer(hint, { addedAt: new Date(Date.now() - 60_000) })).toEqual({ ready: false })
  expect(asked).toEqual([])
})

test('none can be made: no failure, and it is told', async () => {
  const { answer, troubles } = door(() => Promise.reject(new Error('no engine')))

  expect(await answer(hint, { addedAt: new Date() })).toEqual({ ready: false })
  expect(troubles).toEqual([new Error('no engine')])
})
