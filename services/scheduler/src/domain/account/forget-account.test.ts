import type { AccountTask } from '@aika/contracts'
import { MortalWorld } from '../../testing/mortal-world.ts'
import { forgetAccount, type ForgetAccountPorts } from './forget-account.ts'
import type { Counts } from './receipt.ts'

const task: AccountTask = { requestId: 'tg-1-9', traceId: 'trace-0001', userId: 5, chatId: 5, task: 'forget' }

/** A world with something of one person in every store; `killAt` is the call after which the process dies. */
class World extends MortalWorld {
  rows = 7
  files = 3
  reports = 2
  jobs = 4
  isSettled = false
  isRewritten = false
  tally: Counts | undefined

  ports(killAt = Number.POSITIVE_INFINITY): ForgetAccountPorts {
    const dies = this.dyingAt(killAt)
    const take = (what: 'rows' | 'files' | 'reports' | 'jobs') => {
      const count = this[what]
      this[what] = 0
      return count
    }
    const rowsOf = (count: number): Record<string, number> => (count > 0 ? { Turn: count } : {})
    return {
      erasure: {
        census: dies(() => rowsOf(this.rows)),
        traces: dies(() => ({ turnIds: [], reminderIds: [] })),
        stop: dies(() => []),
        running: dies(() => 0),
        erase: dies(() => rowsOf(take('rows'))),
        settle: dies(() => void (this.isSettled = this.rows === 0)),
      },
      files: { count: dies(() => this.files), removePerson: dies(() => take('files')) },
      records: { eraseReports: dies(() => take('reports')), eraseLogLines: dies(() => 0) },
      jobs: {
        eraseJobs: dies(() => take('jobs')),
        eraseKeys: dies(() => 0),
        rewriteLog: dies(() => void (this.isRewritten = this.jobs === 0)),
      },
      tallies: {
        keep: dies((_: string, counts: Counts) => (this.tally ??= counts)),
        add: dies((_: string, { reports = 0, jobs = 0 }: Partial<Counts>) => {
          const now = this.tally!
          return (this.tally = { ...now, reports: now.reports + reports, jobs: now.jobs + jobs })
        }),
        drop: dies(() => void (this.tally = undefined)),
      },
      stopTurn: dies(() => undefined),
      replies: this.replies(dies),
      pause: dies(() => undefined),
      clock: { now: () => new Date(0) },
    }
  }
}

describe('a person is forgotten', () => {
  test('everything goes, is written over, and then told in numbers', async () => {
    const world = new World()

    await forgetAccount(world.ports(), task)

    expect([world.rows, world.files, world.reports, world.jobs]).toEqual([0, 0, 0, 0])
    expect(world.isSettled && world.isRewritten).toBe(true)
    expect(world.receipt(task.requestId)).toContain('Database: 7 rows')
    expect(world.receipt(task.requestId)).toContain('3 files')
    expect(world.receipt(task.requestId)).toContain('4 jobs')
    expect(world.receipt(task.requestId)).toContain('2 error reports')
    expect(world.tally).toBeUndefined()
  })

  test('killed after any call and done again: the end is the same, and said once', async () => {
    const whole = new World()
    await forgetAccount(whole.ports(), task)
    for (let killAt = 1; killAt <= whole.calls; killAt++) {
      const world = new World()
      await expect(forgetAccount(world.ports(killAt), task)).rejects.toThrow('killed')

      await forgetAccount(world.ports(), task)

      expect([world.rows, world.files, world.reports, world.jobs]).toEqual([0, 0, 0, 0])
      expect(world.isSettled && world.isRewritten).toBe(true)
      expect([...world.said.keys()]).toEqual(['forgotten-tg-1-9'])
      expect(world.receipt(task.requestId)).toMatch(/Database: 7 rows.*\n.*3 files/)
    }
  })

  test('somebody is still at work and writes again: it is looked for until nothing comes', async () => {
    const world = new World()
    const ports = world.ports()
    let late = 2
    const erase = async (userId: number) => {
      const rows = await ports.erasure.erase(userId)
      if (late-- > 0) world.rows = 1
      return rows
    }

    await forgetAccount({ ...ports, erasure: { ...ports.erasure, erase } }, task)

    expect(world.rows).toBe(0)
  })
})
