import { controlChannel, incidentQueue, replyQueue, runQueue, summaryQueue, wakeQueue } from '@aika/contracts'
import { consume, listen, openBrake, openRedis, produce } from '@aika/queue'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tableNames } from '../src/domain/account/receipt.ts'
import { canary, log, me, other, useAccountWorld } from './account-world.ts'

describe('/forget_me', () => {
  const world = useAccountWorld()

  /** A life that left something wherever something can be left. */
  async function aLife(): Promise<void> {
    await world.aTalk(me, canary)
    await world.aTalk(other, 'somebody else')
    await world.put('files/diary.txt', canary)
    await world.put('cache/deep/er/photo.jpg', canary)
    await mkdir(join(world.folder, 'users', String(other), 'files'), { recursive: true })
    await writeFile(join(world.folder, 'users', String(other), 'files/theirs.txt'), 'somebody else')
    await writeFile(join(world.folder, 'admin/error_reports/20261121-1.md'), `user ${me}\n${canary}`)
    await writeFile(join(world.folder, 'admin/error_reports/20261121-2.md'), `user ${me}9 and ${other}`)
    await writeFile(join(world.folder, `admin/job_logs/${me}.jsonl`), `{"argv":"${canary}"}\n`)
    await writeFile(join(world.folder, `admin/job_logs/${me}.old.jsonl`), `{"argv":"${canary}"}\n`)
    await writeFile(join(world.folder, `admin/job_logs/${other}.jsonl`), `{"argv":"echo ${me}"}\n`)
    await world.store.reminders.add(
      aReminder(`by-${me}`, { userId: other, chatId: other, text: canary }),
      new Date(),
    )
    await world.store.reminders.add(
      aReminder(`by-${other}`, { userId: other, chatId: other, createdBy: other }),
      new Date(),
    )
    // As in a panic: jobs that may not begin go too.
    await using brake = openBrake([summaryQueue], world.redis.connection)
    await brake.pauseQueues(new Date())
    await jobsOf(me, canary)
    await jobsOf(other, 'somebody else')
    const client = openRedis(world.redis.connection)
    await client.set(`aika:limit:messages:${me}`, '1')
    await client.set(`aika:limit:messages:${other}`, '1')
    await client.set(`aika:seen:${me}:1`, '1')
    client.disconnect()
  }

  const aReminder = (id: string, more: object) => ({
    id, chatId: me, userId: me, createdBy: me, traceId: 'trace-of-talk', kind: 'message' as const, text: 'x',
    timeZone: 'UTC', rule: undefined, dueAt: new Date(Date.now() + 3_600_000), ...more,
  }) // prettier-ignore

  /** Jobs that wait, are done, and have failed, with words in payloads, results and reasons. */
  async function jobsOf(userId: number, words: string): Promise<void> {
    const common = { traceId: 'trace-of-talk', chatId: userId }
    const notice = (markdown: string) => ({ kind: 'notice' as const, markdown })
    await using replies = produce(replyQueue, world.redis.connection)
    await using runs = produce(runQueue, world.redis.connection)
    await using incidents = produce(incidentQueue, world.redis.connection)
    await using wakes = produce(wakeQueue, world.redis.connection)
    await using summaries = produce(summaryQueue, world.redis.connection)
    await replies.enqueue({ ...common, replyId: `notice-a-${userId}`, body: notice(words) })
    await replies.enqueue(
      { ...common, replyId: `notice-b-${userId}`, body: notice(words) },
      { delayMs: 60_000 },
    )
    await replies.enqueue({ ...common, replyId: `dm-tg-1-${userId}-3`, chatId: 5, body: notice(words) })
    await replies.enqueue({
      ...common,
      replyId: `reply-tg-1-${userId}-r1`,
      chatId: -5,
      body: notice(words),
    })
    const about = {
      kind: 'reminder' as const,
      reminderId: `by-${userId}`,
      text: words,
      dueAt: 1,
      timeZone: 'UTC',
    }
    await replies.enqueue({ ...common, replyId: `reminder-by-${userId}-1`, chatId: 5, body: about })
    await wakes.enqueue(common)
    await summaries.enqueue({ ...common, kind: 'exchange', turnId: `tg-1-${userId}` })
    const report = { fingerprint: 'f'.repeat(16), at: 1, service: 'bot', title: 't', report: words, userId }
    await incidents.enqueue({ ...report, incidentId: `e-${String(userId).slice(-6)}` })
    const run = {
      traceId: 'trace-of-talk',
      userId,
      command: { kind: 'shell' as const, script: words },
      workdirRel: '',
    }
    const result = {
      stoppedReason: 'exit' as const,
      exitCode: 0,
      stdout: words,
      stderr: '',
      omittedBytes: 0,
      durationMs: 1,
      timeoutSeconds: 1,
    }
    await using _executor = consume(
      runQueue,
      async ({ runId }) => {
        if (runId.endsWith('bad')) throw new Error(words)
        return result
      },
      world.options(),
    )
    await runs.request({ ...run, runId: `r${userId}` }, { timeoutMs: 20_000 })
    await runs.request({ ...run, runId: `r${userId}-bad` }, { timeoutMs: 20_000 }).catch(() => undefined)
  }

  test('a canary is found nowhere afterwards, others keep all of theirs, and the receipt says how much it was', async () => {
    await aLife()
    expect(await world.everything()).toContain(canary)

    const replies = await world.ask(world.aTask('forget'))

    const left = await world.everything()
    expect(left).not.toContain(canary)
    expect(existsSync(join(world.folder, 'users', String(me)))).toBe(false)
    expect(await readdir(join(world.folder, 'admin/error_reports'))).toEqual(['20261121-2.md'])
    expect(await readdir(join(world.folder, 'admin/job_logs'))).toEqual([`${other}.jsonl`])
    const theirs = await readFile(join(world.folder, `admin/job_logs/${other}.jsonl`), 'utf8')
    expect(theirs).toBe(`{"argv":"echo ${me}"}\n`)
    expect(await readFile(join(world.folder, 'users', String(other), 'files/theirs.txt'), 'utf8')).toBe(
      'somebody else',
    )
    expect(await world.store.erasure.census(me)).toEqual({})
    expect(await world.store.erasure.census(other)).toEqual({
      Reminder: 1,
      Turn: 1,
      TurnStep: 1,
      Passage: 3,
      Word: 2,
      Summary: 1,
      Note: 1,
    })
    const said = replies.find(({ replyId }) => replyId === 'forgotten-tg-1-900')!.body
    const receipt = said.kind === 'notice' ? said.markdown : ''
    expect(receipt).toContain(
      'Database: 10 rows (reminders 1, steps of work 1, questions and answers 1, passages in the search 3, ' +
        'words in the search 2, summaries 1, notes 1)',
    )
    expect(world.store.export.tables.filter((table) => !(table in tableNames))).toEqual([])
    expect(receipt).toContain('1 error report, 2 log lines')
    expect(receipt).toMatch(/Queues: \d+ jobs, [1-9]\d* other entries/)
    expect(Number(/Queues: (\d+)/.exec(receipt)![1])).toBe(10)
    // Of theirs there is nothing but the receipt.
    expect(replies.filter(({ chatId }) => chatId === me)).toHaveLength(1)
    expect(
      replies.filter(({ chatId, replyId }) => chatId === other || replyId.includes(String(other))),
    ).toHaveLength(5)
    expect(left).toContain(`aika:limit:messages:${other}`)
    expect(left).not.toMatch(new RegExp(`aika:\\w+:(messages:)?${me}`))
  })

  test('asked twice, as when the first was killed at its very end: the first receipt stands', async () => {
    await aLife()

    const replies = await world.ask(world.aTask('forget'), 2)

    const receipts = replies.filter(({ replyId }) => replyId === 'forgotten-tg-1-900')
    expect(receipts).toHaveLength(1)
    expect(JSON.stringify(receipts)).toContain('Database: 10 rows')
  })

  test('a turn of theirs runs: it is told to stop and waited for, then it goes too', async () => {
    await world.store.turns.start({ id: 'tg-1-1', chatId: me, userId: me, replyToMessageId: 1, traceId: 'trace-of-talk', text: canary }, []) // prettier-ignore
    const stopped = Promise.withResolvers<void>()
    // An agent that hears it, and says its last.
    const stop = async () => {
      await world.store.turns.addStep('tg-1-1', { seq: 0, kind: 'reply', content: canary })
      await world.store.turns.finish('tg-1-1', { status: 'cancelled', answer: canary, at: new Date() })
    }
    await using _agent = await listen(
      controlChannel,
      world.redis.connection,
      (wish) =>
        void (
          wish.kind === 'cancel' &&
          wish.turnId === 'tg-1-1' &&
          stop().then(stopped.resolve, stopped.reject)
        ),
      log,
    )

    await world.ask(world.aTask('forget'))
    await stopped.promise

    expect(await world.everything()).not.toContain(canary)
  })
})
