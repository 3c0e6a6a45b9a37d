import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Gate } from './gate.ts'
import { openDatabase } from './open-database.ts'
import { Sql } from './sql.ts'
import { leaveLogAlone, writeBack } from './write-ahead-log.ts'

function aLog() {
  const path = join(mkdtempSync(join(tmpdir(), 'aika-log-')), 'aika.db')
  const [writer, keeper] = [openDatabase(path), openDatabase(path)]
  leaveLogAlone(writer)
  writer.exec('CREATE TABLE item (text BLOB)')
  const insert = writer.prepare('INSERT INTO item VALUES (zeroblob(?))')
  return {
    /** In transactions of 500 pages. */
    write(frames: number) {
      for (let written = 0; written < frames; written += 500) insert.run(500 * 4_088)
    },
    writeBack: () => writeBack(new Sql(keeper, new Gate())),
    state: () => keeper.prepare('PRAGMA wal_checkpoint(NOOP)').get() as { log: number; checkpointed: number },
    [Symbol.dispose]() {
      writer.close()
      keeper.close()
    },
  }
}

describe('the write-ahead log', () => {
  test('who writes leaves it alone; it is written back by whoever looks after it, once it is long', async () => {
    using log = aLog()
    log.write(1_000)
    await log.writeBack()
    expect(log.state().checkpointed).toBe(0)

    log.write(1_500)
    expect(log.state()).toMatchObject({ checkpointed: 0 })
    await log.writeBack()

    const { log: length, checkpointed } = log.state()
    expect(checkpointed).toBe(length)
    log.write(1)
    expect(log.state().log).toBeLessThan(length)
  })

  test('it grew too long: what was written back is cut off, and its room on the disk is free', async () => {
    using log = aLog()
    log.write(5_000)
    await log.writeBack()

    expect(log.state()).toMatchObject({ log: 0, checkpointed: 0 })
  })

  test('nobody looks after it: it does not grow without end', () => {
    using log = aLog()

    log.write(20_000)

    expect(log.state().log).toBeLessThan(9_000)
  })
})
