import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TelegramFailure } from '../domain/telegram.ts'
import { createTelegram } from './bot-api-telegram.ts'
import { createBotApi } from './http-telegram.ts'

const token = '7000000001:secret-secret-secret-secret'

async function serving(listener: RequestListener) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const api = createBotApi({ apiRoot, token })
  return {
    api,
    [Symbol.asyncDispose]: async () => {
      api[Symbol.dispose]()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const failureOfCall = async (listener: RequestListener, timeoutMs: number) => {
  await using server = await serving(listener)
  return await server.api
    .call('sendMessage', {}, { timeoutMs })
    .catch((error: unknown) => error as TelegramFailure)
}

describe('a call to the Bot API', () => {
  test('nobody listens: it surely did not arrive, and the token is in no word of the error', async () => {
    const api = createBotApi({ apiRoot: 'http://127.0.0.1:1', token })

    const error = await api.call('sendMessage', {}, { timeoutMs: 5_000 }).catch((failure: unknown) => failure)

    expect(error).toMatchObject({ kind: 'unreachable', mayHaveArrived: false, retryable: true })
    expect(JSON.stringify(error) + String(error)).not.toContain('secret')
  })

  test.each<[string, RequestListener, number]>([
    ['the connection breaks', (request) => request.socket.destroy(), 5_000],
    ['no answer comes in time', () => undefined, 50],
    [
      'the answer breaks off',
      (_request, response) => response.writeHead(200).write('{"ok":', () => response.destroy()),
      5_000,
    ],
    [
      'a gateway on the way fails',
      (_request, response) => response.writeHead(502).end('<html>bad gateway</html>'),
      5_000,
    ],
  ])('%s: it may have arrived', async (_what, listener, timeoutMs) => {
    await expect(failureOfCall(listener, timeoutMs)).resolves.toMatchObject({
      kind: 'unreachable',
      mayHaveArrived: true,
    })
  })

  test('a flood says for how long', async () => {
    const body = {
      ok: false,
      error_code: 429,
      description: 'Too Many Requests',
      parameters: { retry_after: 17 },
    }

    await expect(
      failureOfCall((_request, response) => response.writeHead(429).end(JSON.stringify(body)), 5_000),
    ).resolves.toMatchObject({ kind: 'flood', retryAfterSeconds: 17 })
  })

  test('the caller gives up: the signal’s own reason comes out', async () => {
    await using server = await serving(() => undefined)
    const reason = new Error('enough')
    const controller = new AbortController()

    const call = server.api.call('getUpdates', {}, { timeoutMs: 5_000, signal: controller.signal })
    controller.abort(reason)

    await expect(call).rejects.toBe(reason)
  })

  test('many calls share a kept connection', async () => {
    const sockets = new Set<unknown>()
    await using server = await serving((request, response) => {
      sockets.add(request.socket)
      response.end('{"ok":true,"result":true}')
    })

    for (let time = 0; time < 5; time++) await server.api.call('getMe', {}, { timeoutMs: 5_000 })

    expect(sockets.size).toBe(1)
  })

  test('an edit that changes nothing is no failure', async () => {
    const body = { ok: false, error_code: 400, description: 'Bad Request: message is not modified: same' }
    await using server = await serving((_request, response) =>
      response.writeHead(400).end(JSON.stringify(body)),
    )

    await expect(createTelegram(server.api).edit(1, 2, { html: 'a', plain: 'a' })).resolves.toBeUndefined()
  })
})
