import * as fs from 'node:fs'
import { join } from 'node:path'
import { anOrder, eventually, signals, useRealEngine } from './real-engine.ts'

/** Of one byte each: in the engine's record they take thirty times as much, which is more than that keeps. */
const manyLines = 'yes "" | head -c 700000'

describe('a command that printed more lines than the engine’s record keeps, adopted', () => {
  const real = useRealEngine()
  const ranIn = (userId: number) => fs.readFileSync(join(real.userDir, `${userId}/files/ran`), 'utf8')

  test('after it ended: its exit code is collected, it is not run again', async () => {
    const order = anOrder(`echo ran >> files/ran; ${manyLines}; exit 7`, { userId: 7 })
    await real.sandbox.run(order, signals())

    const again = await real.sandbox.run(order, signals())

    expect(again).toMatchObject({ adopted: true, stoppedReason: 'exit', exitCode: 7 })
    expect(again.stderr).toMatch(/lost/)
    expect(ranIn(7)).toBe('ran\n')
  })

  test('while it goes on printing: seen to its end, it is not run again', async () => {
    const script = `echo ran >> files/ran; while [ ! -e files/go ]; do sleep 0.05; done; ${manyLines}; exit 8`
    const order = anOrder(script, { userId: 8 })
    const leave = new AbortController()
    const first = real.sandbox.run(order, signals({ leave: leave.signal }))
    await eventually(() => fs.existsSync(join(real.userDir, '8/files/ran')) || undefined)
    leave.abort()
    await first.catch(() => undefined)

    // The engine may lose the end for whoever follows it: the queue delivers again then.
    const deliver = () => real.sandbox.run(order, signals())
    const second = deliver().catch(deliver)
    setTimeout(() => fs.writeFileSync(join(real.userDir, '8/files/go'), ''), 500)

    expect(await second).toMatchObject({ adopted: true, stoppedReason: 'exit', exitCode: 8 })
    expect(ranIn(8)).toBe('ran\n')
  })
})
