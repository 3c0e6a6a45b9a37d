import { mayWrite, type MayWritePorts } from './may-write.ts'

/** As many messages as it is told; marks are a map. */
function world(messages: number, bytes = Infinity) {
  const left = { messages, bytes }
  const said: { replyId: string; markdown: string }[] = []
  const kept = new Map<string, string>()
  const taken = new Map<string, boolean>()
  const ports: MayWritePorts = {
    limits: {
      async take(_userId, what, amount, once) {
        const name = `${what} ${once}`
        const ok = taken.get(name) ?? left[what] >= amount
        if (ok && !taken.has(name)) left[what] -= amount
        taken.set(name, ok)
        return ok ? { ok } : { ok, retryAfterSeconds: 40 }
      },
    },
    marks: {
      async keep(name, value) {
        if (!kept.has(name)) kept.set(name, value)
        return kept.get(name) ?? value
      },
    },
    answers: { say: async (notice) => void said.push(notice) },
  }
  const write = (updateKey: string, bytes?: number, albumId?: string) =>
    mayWrite(ports, { updateKey, chatId: 7, userId: 7, bytes, albumId })
  return { write, said, left }
}

describe('limits on what a person writes', () => {
  test('over the limit: not taken in, and one kind word for many', async () => {
    const { write, said } = world(2)

    const verdicts = []
    for (const key of ['tg-1-1', 'tg-1-2', 'tg-1-3', 'tg-1-4', 'tg-1-5']) verdicts.push(await write(key))

    expect(verdicts).toEqual([true, true, false, false, false])
    expect(said).toHaveLength(1)
    expect(said[0]?.markdown).toMatch(/go on in 40 s/)
  })

  test('an update that comes again is not counted again, and stays in when nothing is left', async () => {
    const { write, left } = world(1)

    await expect(write('tg-1-1')).resolves.toBe(true)
    await expect(write('tg-1-1')).resolves.toBe(true)

    expect(left.messages).toBe(0)
  })

  test('a refused one that comes again stays out, and its word is never a second one', async () => {
    const { write, said, left } = world(0)
    await write('tg-1-1')
    left.messages = 5

    await expect(write('tg-1-1')).resolves.toBe(false)

    expect(new Set(said.map(({ replyId }) => replyId))).toEqual(new Set(['notice-limit-tg-1-1']))
    expect(left.messages).toBe(5)
  })

  test('files count by their size', async () => {
    const { write, said } = world(10, 1_000)

    await expect(write('tg-1-1', 800)).resolves.toBe(true)
    await expect(write('tg-1-2', 800)).resolves.toBe(false)
    await expect(write('tg-1-3')).resolves.toBe(true)

    expect(said).toHaveLength(1)
  })

  test('an album is one message, in or out as a whole, and each of its files counts', async () => {
    const { write, left, said } = world(1, 1_000)

    for (const key of ['tg-1-1', 'tg-1-2', 'tg-1-3'])
      await expect(write(key, 100, 'album-1')).resolves.toBe(true)
    for (const key of ['tg-1-4', 'tg-1-5']) await expect(write(key, 100, 'album-2')).resolves.toBe(false)

    expect(left).toEqual({ messages: 0, bytes: 700 })
    expect(said).toHaveLength(1)
  })
})
