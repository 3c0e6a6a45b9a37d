import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { dockerEngine } from './engine.ts'

test('an answer without an exit code: unavailable, not an end without one', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'aika-engine-'))
  const engine = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders()
    setImmediate(() => response.end())
  })
  engine.listen(path.join(folder, 'engine.sock'))
  await once(engine, 'listening')

  const waiting = dockerEngine(path.join(folder, 'engine.sock')).wait(
    'some-run',
    new AbortController().signal,
  )

  await expect(waiting).rejects.toMatchObject({ code: 'sandbox_unavailable', retryable: true })
  engine.close()
  await rm(folder, { recursive: true })
})
