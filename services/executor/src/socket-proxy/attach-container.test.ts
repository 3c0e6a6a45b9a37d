import { PassThrough } from 'node:stream'
import { attachContainer } from './attach-container.ts'
import type { EngineClient } from './engine-client.ts'
import type { OwnContainer } from './own-containers.ts'

test('the client has gone before the engine answers: the line to the container is closed', async () => {
  const [client, line] = [new PassThrough(), new PassThrough()]
  const engine = {
    async attach() {
      client.destroy()
      await new Promise((resolve) => client.once('close', resolve))
      return { line, head: Buffer.alloc(0) }
    },
  }
  const container: OwnContainer = { id: 'c1', folder: '1', state: 'made', onStarted: new Set() }

  await attachContainer(engine as unknown as EngineClient, container, '/', client, Buffer.alloc(0))

  expect(line.destroyed).toBe(true)
  expect(container.onStarted.size).toBe(0)
})
