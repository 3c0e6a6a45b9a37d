import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RunLog } from './run-log.ts'

describe('the log of runs', () => {
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'run-log-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const read = (name: string) => readFile(join(folder, 'job_logs', name), 'utf8')

  test('lines of each person stand in a file of their own, in order', async () => {
    {
      await using log = new RunLog(join(folder, 'job_logs'), { warn() {} })
      for (const [userId, argv] of [[1, 'a'], [2, 'b'], [1, 'c']] as const) log.add(userId, { argv }) // prettier-ignore
    }

    expect(await read('1.jsonl')).toBe('{"argv":"a"}\n{"argv":"c"}\n')
    expect(await read('2.jsonl')).toBe('{"argv":"b"}\n')
  })

  test('a full log makes room, the one before it is kept', async () => {
    {
      await using log = new RunLog(join(folder, 'job_logs'), { warn() {} })
      log.add(1, { argv: 'x'.repeat(5_000_000) })
      log.add(1, { argv: 'new' })
    }

    expect(await read('1.jsonl')).toBe('{"argv":"new"}\n')
    expect((await read('1.old.jsonl')).length).toBeGreaterThan(5_000_000)
  })

  test('what cannot be written is told, and nothing fails', async () => {
    const warnings: string[] = []
    await writeFile(join(folder, 'job_logs'), 'no folder')
    {
      const warn = (_fields: object, message: string) => void warnings.push(message)
      await using log = new RunLog(join(folder, 'job_logs'), { warn } as never)
      log.add(1, {})
    }

    expect(warnings).toEqual(['a run could not be logged'])
  })
})
