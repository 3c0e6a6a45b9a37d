import type { Forgettable, ForgetSomeTask } from '@aika/contracts'
import type { Forgotten } from '@aika/store'
import { MortalWorld } from '../../testing/mortal-world.ts'
import { forgetSome, type ForgetSomePorts } from './forget-some.ts'

const what = {
  turnIds: ['tg-1-1', 'tg-1-2'], numbers: [1, 2], noteIds: ['n1'], sentences: [], reminderIds: ['r1'], cardIds: ['card00000001'],
} // prettier-ignore
const task: ForgetSomeTask = {
  requestId: 'tg-1-9', traceId: 'trace-0001', userId: 5, chatId: 5, task: 'forget_some', what,
} // prettier-ignore

/** Two exchanges and a note in every store; `killAt` is the call after which the process dies. */
class World extends MortalWorld {
  left: Forgotten = { exchanges: 2, notes: 1, sentences: 0, reminders: 1, cards: 1 }
  summaries = 1
  /** Of it in what later turns found: they are known by what they quote being gone. */
  quotes = 1
  /** Whoever is summing up writes what they read before, when they are next waited for. */
  late = 0
  jobs = 4
  runs = 2
  outputs = 1
  running: { turnId: string; chatId: number }[] = []
  /** Turns that are not to be forgotten, each with the look after which it is over. */
  others: { id: string; endsAt: number }[] = []
  isBusy = false
  pauses = 0
  isSettled = false
  isRewritten = false
  first: Forgotten | undefined
  stopped: string[] = []
  /** Of each deletion how many turns, and numbers of turns that are in summaries. */
  pieces: [number, number][] = []
  /** What jobs were looked for by. */
  traces: object[] = []
  /** After how many looks. */
  erasedAt: number[] = []

  ports(killAt = Number.POSITIVE_INFINITY): ForgetSomePorts {
    const dies = this.dyingAt(killAt)
    return {
      some: {
        count: dies(() => ({ ...this.left })),
        questionsOf: dies(() => []),
        running: dies(() => this.others.filter(({ endsAt }) => endsAt > this.pauses).map(({ id }) => id)),
        stop: dies((_: number, turnIds: string[]) => {
          const others = this.others.filter(({ id, endsAt }) => turnIds.includes(id) && endsAt > this.pauses)
          return [...this.running, ...others.map(({ id }) => ({ turnId: id, chatId: 5 }))]
        }),
        erase: dies((_: number, { turnIds, numbers }: Forgettable) => {
          this.pieces.push([turnIds.length, numbers.length])
          this.erasedAt.push(this.pauses)
          const gone = this.left
          this.left = { exchanges: 0, notes: 0, sentences: 0, reminders: 0, cards: 0 }
          this.summaries = 0
          return gone
        }),
        eraseQuotes: dies(() => void (this.quotes = this.left.exchanges)),
      },
      jobs: {
        eraseJobsOfTurns: dies((_: number, traces: object) => {
          this.traces.push(traces)
          const gone = this.jobs
          this.jobs = 0
          return gone
        }),
        untilNothingIsSummedUp: dies(() => {
          this.summaries += this.late
          this.late = 0
        }),
        rewriteLog: dies(() => void (this.isRewritten = this.jobs === 0)),
      },
      records: { eraseRunsOf: dies(() => (this.runs = 0)) },
      files: { removeOurs: dies(() => void (this.outputs = 0)) },
      erasure: {
        settle: dies(() => void (this.isSettled = this.left.exchanges + this.summaries + this.quotes === 0)),
      },
      firstCounts: {
        keep: dies((_: string, counts: Forgotten) => (this.first ??= counts)),
        drop: dies(() => void (this.first = undefined)),
      },
      stopTurn: dies(({ turnId }: { turnId: string }) => {
        this.stopped.push(turnId)
        this.running = []
        this.others = this.others.filter(({ id }) => id !== turnId)
      }),
      replies: this.replies(dies),
      pause: dies((ms: number) => {
        if (ms > 0) this.pauses++
        // Something new begins with every look: it has read nothing of what is gone.
        if (ms > 0 && this.isBusy) this.others.push({ id: `new-${this.pauses}`, endsAt: this.pauses + 100 })
      }),
      clock: { now: () => new Date(0) },
    }
  }
}

describe('some of what is remembered is forgotten', () => {
  test('everywhere, and then told in numbers', async () => {
    const world = new World()

    await forgetSome(world.ports(), task)

    expect([world.left.exchanges, world.left.notes, world.jobs, world.runs, world.outputs]).toEqual([
      0, 0, 0, 0, 0,
    ])
    expect(world.quotes).toBe(0)
    expect(world.traces[0]).toEqual({
      turnIds: what.turnIds, approvalIds: what.cardIds, reminderIds: what.reminderIds,
    }) // prettier-ignore
    expect(world.isSettled && world.isRewritten).toBe(true)
    expect(world.receipt(task.requestId)).toContain(
      'Forgotten: 2 exchanges, 1 note, 1 past reminder, 1 past question of a command.** Summaries that told of it',
    )
    expect(world.first).toBeUndefined()
  })

  test('of many a few at a time, so that others write between them; summaries when all of them are gone', async () => {
    const world = new World()
    const numbers = Array.from({ length: 120 }, (_, index) => index + 1)
    const many = { ...what, turnIds: numbers.map((number) => `tg-1-${number}`), numbers }

    await forgetSome(world.ports(), { ...task, what: many })

    const once = [[50, 0], [50, 0], [20, 0], [0, 120]] // prettier-ignore
    expect(world.pieces).toEqual([...once, ...once])
  })

  test('killed after any call and done again: the end is the same, and said once', async () => {
    const whole = new World()
    await forgetSome(whole.ports(), task)
    for (let killAt = 1; killAt <= whole.calls; killAt++) {
      const world = new World()
      await expect(forgetSome(world.ports(killAt), task)).rejects.toThrow('killed')

      await forgetSome(world.ports(), task)

      expect([world.left.exchanges, world.left.notes, world.jobs, world.runs]).toEqual([0, 0, 0, 0])
      expect(world.isSettled && world.isRewritten).toBe(true)
      expect([...world.said.keys()]).toEqual(['forgotten-tg-1-9'])
      expect(world.receipt(task.requestId)).toContain('2 exchanges, 1 note, ')
    }
  })

  test('what was being summed up when the rows went is taken away after it was written', async () => {
    const world = new World()
    world.late = 1

    await forgetSome(world.ports(), task)

    expect(world.summaries).toBe(0)
  })

  test('one of the turns is at work again: it is told to stop first', async () => {
    const world = new World()
    world.running = [{ turnId: 'tg-1-1', chatId: 5 }]

    await forgetSome(world.ports(), task)

    expect(world.stopped).toEqual(['tg-1-1'])
    expect(world.left.exchanges).toBe(0)
  })

  test('another turn ran when the rows went: it ends, then it is looked again, then the receipt is said', async () => {
    const world = new World()
    world.others = [{ id: 'tg-1-3', endsAt: 7 }]
    world.isBusy = true

    await forgetSome(world.ports(), task)

    expect(world.stopped).toEqual([])
    expect([world.erasedAt.at(0), world.erasedAt.at(-1)]).toEqual([0, 7])
  })

  test('it does not end within ten seconds: it is stopped, and those that began since are not', async () => {
    const world = new World()
    world.others = [{ id: 'tg-1-3', endsAt: 1_000 }]
    world.isBusy = true

    await forgetSome(world.ports(), task)

    expect(world.stopped).toEqual(['tg-1-3'])
    expect(world.receipt(task.requestId)).toContain('Forgotten')
  })

  test('a turn that nobody drives does not keep it from being done', async () => {
    const world = new World()
    world.others = [{ id: 'tg-1-3', endsAt: 1_000 }]

    await forgetSome({ ...world.ports(), stopTurn: async () => undefined }, task)

    expect(world.receipt(task.requestId)).toContain('Forgotten')
  })

  test('all of it was gone already: it says so', async () => {
    const world = new World()
    world.left = { exchanges: 0, notes: 0, sentences: 0, reminders: 0, cards: 0 }

    await forgetSome(world.ports(), task)

    expect(world.receipt(task.requestId)).toContain('There was nothing left to forget')
  })
})
