import { prepareQueue, wakeQueue } from '@aika/contracts'
import { consume, produce } from '@aika/queue'
import { useRedis } from '@aika/queue/testing'
import { createLogger } from '@aika/service-kit'
import { openStore } from '@aika/store'
import { temporaryDatabase } from '@aika/store/testing'
import { mkdtempSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { composeAgent } from '../src/compose.ts'
import { AgentConfig } from '../src/config.ts'

const redis = useRedis()
const log = createLogger('agent', 'silent')

/** A model that opens a call of a command and then says nothing more until it is told to. */
async function hesitantModel() {
  let answer: ServerResponse | undefined
  const server = createServer((request, response) => {
    answer = response
    const call = { functionCall: { name: 'run_shell', args: { cmd: 'ls' } } }
    const crumb = { candidates: [{ content: { role: 'model', parts: [call] } }] }
    request.resume()
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(`data: ${JSON.stringify(crumb)}\n\n`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refuse: () => answer?.end(`data: ${JSON.stringify({ promptFeedback: { blockReason: 'SAFETY' } })}\n\n`),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

test('an answer opens a command and is not complete yet: its person’s sandbox is already asked for', async () => {
  const asked = Promise.withResolvers<unknown>()
  const database = temporaryDatabase()
  await using store = await openStore(database)
  const hear = async (hint: unknown) => (asked.resolve(hint), { ready: true })
  await using _executor = consume(prepareQueue, hear, { connection: redis.connection, concurrency: 1, log })
  const folder = mkdtempSync(join(tmpdir(), 'aika-hints-'))
  await using model = await hesitantModel()
  const config = AgentConfig.parse({
    REDIS_HOST: redis.connection.host,
    REDIS_PORT: redis.connection.port,
    HEALTH_PORT: 0,
    DATABASE_PATH: database.path,
    USER_DIR: folder,
    SHARED_DIR: folder,
    GATEWAY_URL: model.url,
    GATEWAY_TOKEN: 'a-token-of-the-tests',
    ALLOWED_USER_IDS: '42',
  })
  await using _agent = await composeAgent(config, log)
  const message = { updateKey: 'tg-42-1', chatId: 42, userId: 42, messageId: 1, kind: 'message' as const }
  await store.inbox.add({ ...message, text: 'ls', sentAt: new Date(), traceId: 'trace-of-test' })
  await using wakes = produce(wakeQueue, redis.connection)

  await wakes.enqueue({ chatId: 42, traceId: 'trace-of-test' })

  await expect(asked.promise).resolves.toEqual({ userId: 42, traceId: 'trace-of-test' })
  expect(await store.turns.steps('tg-42-1')).toEqual([])
  model.refuse()
})
