import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { geminiModel } from '../src/adapters/gemini-model.ts'
import type { ModelRequest } from '../src/domain/model.ts'
import { deaf } from '../src/testing/fake-ports.ts'

const request: ModelRequest = {
  system: 's',
  contents: [{ role: 'user', parts: [{ text: 'hello' }] }],
  writtenBy: new Map(),
  tools: [],
  mayCallTools: true,
  userId: 42,
  traceId: 'trace-of-test',
}

describe('a model behind a real connection', () => {
  test('an answer that drips for ever is broken off, as one that was cut', async () => {
    const crumb = { candidates: [{ content: { role: 'model', parts: [{ text: '.' }] } }] }
    const left = Promise.withResolvers<void>()
    const server = createServer((incoming, response) => {
      incoming.resume()
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const drip = setInterval(() => response.write(`data: ${JSON.stringify(crumb)}\n\n`), 20)
      response.on('close', () => {
        clearInterval(drip)
        left.resolve()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const model = geminiModel({ baseUrl, token: 'a-token-of-the-tests', maxAnswerMs: 300 })

    const asking = model.ask('gemini-test', request, deaf, new AbortController().signal)

    await expect(asking).rejects.toMatchObject({ trouble: 'cut' })
    await left.promise
    server.close()
  })
})
