import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { anOrder, signals, useRealEngine } from './real-engine.ts'

const host = useRealEngine({}, { bytes: 20 * 2 ** 20, files: 100 })
const run = (script: string) => host.sandbox.run(anOrder(script), signals())
const files = () => join(host.userDir, '42/files')

describe('a command and its person’s quota (F-FILE 7)', () => {
  test('it writes more than they may hold: it is ended long before its time', async () => {
    const { stoppedReason, stdout } = await run(
      'echo begun; for i in $(seq 6); do head -c 4M /dev/urandom > files/$i; done; sleep 60; echo done',
    )

    expect(stoppedReason).toBe('disk_limit')
    expect(stdout).toBe('begun\n')
  })

  test('a tenth too much is there: nothing begins, and it says what to do', async () => {
    const { stoppedReason, stderr, containerId } = await run('rm -r files/*')

    expect([stoppedReason, containerId]).toEqual(['disk_limit', ''])
    expect(stderr).toMatch(/file_delete/)
  })

  test('it is just full: a command may tidy it up', async () => {
    rmSync(join(files(), '6'))
    const { stoppedReason, exitCode } = await run('rm files/*; sleep 1')

    expect([stoppedReason, exitCode]).toEqual(['exit', 0])
  })

  test('many small files: the same', async () => {
    const { stoppedReason } = await run('for i in $(seq 300); do : > files/$i; done; sleep 60')

    expect(stoppedReason).toBe('disk_limit')
  })
})
