import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { dockerEngine, type Engine } from './engine.ts'

describe('an engine that hears and does not answer', () => {
  const calls: [string, (engine: Engine) => Promise<unknown>][] = [
    ['ping', (engine) => engine.ping()],
    ['info', (engine) => engine.info()],
    ['hasImage', (engine) => engine.hasImage('image')],
    ['inspect', (engine) => engine.inspect('some-run')],
    ['rename', (engine) => engine.rename('some-run', 'other')],
    ['attach', (engine) => engine.attach('some-run')],
    ['logs until now', (engine) => engine.logs('some-run', 'now')],
    ['logs until the end', (engine) => engine.logs('some-run', 'end')],
    ['start', (engine) => engine.start('some-run')],
    ['kill', (engine) => engine.kill('some-run')],
    ['remove', (engine) => engine.remove('some-run')],
    ['removeUnlessRunning', (engine) => engine.removeUnlessRunning('some-run')],
    ['list', (engine) => engine.list('aika')],
  ]

  test.each(calls)('%s: unavailable, nobody waits for ever', async (_name, call) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'aika-engine-'))
    const silent = createServer(() => undefined)
    silent.listen(path.join(folder, 'engine.sock'))
    await once(silent, 'listening')

    await expect(call(dockerEngine(path.join(folder, 'engine.sock'), 100))).rejects.toMatchObject({
      code: 'sandbox_unavailable',
    })

    silent.closeAllConnections()
    silent.close()
    await rm(folder, { recursive: true })
  })
})
