import { replyQueue, runQueue, summaryQueue } from '@aika/contracts'
import { consume, openRedis, produce } from '@aika/queue'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canary, me, other, useAccountWorld } from './account-world.ts'

describe('/forget some of it', () => {
  const world = useAccountWorld()
  const traceId = 'trace-of-talk'

  const ourFiles = [
    ['logs/tg-1-1-0.txt', 'kestrels'],
    ['logs/tg-1-2-0.txt', canary],
    ['logs/notes.txt', 'theirs'],
    ['cache/20261121-100000_aika-export.zip', canary],
  ] as const
  const notice = (markdown: string) => ({ kind: 'notice' as const, markdown })

  /** One exchange of mine to be forgotten and one to be kept, another's with the same words, and what they left behind. */
  async function aLife() {
    await world.aTalk(me, 'about kestrels', 'tg-1-1')
    await world.aTalk(me, canary, 'tg-1-2')
    await world.aTalk(other, 'somebody else', 'tg-1-3')
    const { number } = (await world.store.turns.find('tg-1-2'))!
    const lines = ['tg-1-1', 'tg-1-2'].map((id) => JSON.stringify({ runId: `${id}-0`, argv: [id === 'tg-1-2' ? canary : 'ls'] })) // prettier-ignore
    await writeFile(join(world.folder, `admin/job_logs/${me}.jsonl`), `${lines.join('\n')}\n`)
    for (const folder of ['logs', 'cache'])
      await mkdir(join(world.folder, 'users', `${me}`, folder), { recursive: true })
    for (const [path, text] of ourFiles) await writeFile(join(world.folder, 'users', `${me}`, path), text)
    return {
      turnIds: ['tg-1-2'],
      numbers: [number],
      noteIds: ['n-tg-1-2'],
      sentences: [],
      reminderIds: ['r1'],
      cardIds: [],
    }
  }

  /** What was said in that chat and what ran, done; and an answer that still waits. */
  async function itsJobs(): Promise<void> {
    await using replies = produce(replyQueue, world.redis.connection)
    await using runs = produce(runQueue, world.redis.connection)
    const result = { stoppedReason: 'exit' as const, exitCode: 0, stdout: canary, stderr: '', omittedBytes: 0, durationMs: 1, timeoutSeconds: 1 } // prettier-ignore
    await using _executor = consume(runQueue, async () => result, world.options())
    const run = { traceId, userId: me, command: { kind: 'shell' as const, script: canary }, workdirRel: '' }
    await runs.request({ ...run, runId: 'tg-1-2-0' }, { timeoutMs: 20_000 })
    {
      await using _bot = consume(replyQueue, async () => ({ messageIds: [1] }), world.options())
      const list = { replyId: 'notice-tg-1-5', traceId, chatId: me, body: notice(`Notes: ${canary}`) }
      await replies.request(list, { timeoutMs: 20_000 })
    }
    // Said to somebody else, whom it was set for.
    await replies.enqueue({
      replyId: 'reminder-r1-1',
      traceId,
      chatId: other,
      body: { kind: 'reminder', reminderId: 'r1', text: canary, dueAt: 1, timeZone: 'UTC' },
    })
    await replies.enqueue({
      replyId: 'reply-tg-1-2',
      traceId,
      chatId: me,
      turnId: 'tg-1-2',
      body: notice(canary),
    })
    await replies.enqueue({
      replyId: 'reply-tg-1-1',
      traceId,
      chatId: me,
      turnId: 'tg-1-1',
      body: notice('kestrels'),
    })
    await replies.enqueue({ replyId: 'notice-tg-1-6', traceId, chatId: other, body: notice('somebody else') })
  }

  test('a canary is found nowhere afterwards; what is beside it and what is another’s stays', async () => {
    const what = await aLife()
    await itsJobs()
    expect(await world.everything()).toContain(canary)
    const others = await world.store.erasure.census(other)

    const replies = await world.ask(world.aForgetting(what))

    expect(await world.everything()).not.toContain(canary)
    expect(await world.store.erasure.census(other)).toEqual(others)
    expect((await world.store.exchanges.recent(me, 9)).map(({ turnId }) => turnId)).toEqual(['tg-1-1'])
    expect((await world.store.notes.of(me)).map(({ id }) => id)).toEqual(['n-tg-1-1'])
    const folds = await world.store.summaries.recent(me, 'fold', 9)
    expect(folds.map(({ throughNumber }) => throughNumber)).toEqual([1])
    expect(await readFile(join(world.folder, `admin/job_logs/${me}.jsonl`), 'utf8')).toBe(
      '{"runId":"tg-1-1-0","argv":["ls"]}\n',
    )
    expect(await readdir(join(world.folder, 'users', `${me}`, 'logs'))).toEqual(['notes.txt', 'tg-1-1-0.txt'])
    const ids = replies.map(({ replyId }) => replyId).toSorted()
    expect(ids).toEqual(['forgotten-tg-1-900', 'notice-tg-1-6', 'reply-tg-1-1'])
    expect(JSON.stringify(replies)).toContain('Forgotten: 1 exchange, 1 note.')
  })

  test('asked twice, as when the first was killed at its very end: the first receipt stands', async () => {
    const what = await aLife()

    const replies = await world.ask(world.aForgetting(what), 2)

    expect(replies.filter(({ replyId }) => replyId.startsWith('forgotten-'))).toHaveLength(1)
    expect(JSON.stringify(replies)).toContain('Forgotten: 1 exchange, 1 note.')
  })

  test('it is being summed up at that moment: that is waited for, and taken away', async () => {
    const what = await aLife()
    const begun = Promise.withResolvers<void>()
    const work = {
      kind: 'fold' as const,
      userId: me,
      throughNumber: what.numbers[0]!,
      timeZone: 'UTC',
      traceId,
    }
    await using summaries = produce(summaryQueue, world.redis.connection)
    let written = false
    const sumUp = async () => {
      begun.resolve()
      // Read before it went, written after: until then there is a fold of the same turn.
      const isThere = async () => (await world.store.summaries.recent(me, 'fold', 1))[0]?.throughNumber === work.throughNumber // prettier-ignore
      while (await isThere()) await new Promise((wake) => setTimeout(wake, 20))
      const fold = { kind: 'fold' as const, period: 'late', fromNumber: work.throughNumber }
      const sentences = [{ text: `They spoke of ${canary}.`, turnIds: [] }]
      written = await world.store.summaries.add(me, { ...fold, throughNumber: work.throughNumber, state: 'model', sentences }, new Date()) // prettier-ignore
      return { stored: true }
    }
    await using _summarizer = consume(summaryQueue, sumUp, world.options())
    await summaries.enqueue(work)
    await begun.promise

    await world.ask(world.aForgetting(what))

    expect(written).toBe(true)
    const folds = await world.store.summaries.recent(me, 'fold', 5)
    expect(folds.map(({ period }) => period)).not.toContain('late')
    expect(await world.everything()).not.toContain(canary)
    const client = openRedis(world.redis.connection)
    expect(await client.keys('aika:forgetting*')).toEqual([])
    client.disconnect()
  })
})
