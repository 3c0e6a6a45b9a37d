import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { OutgoingFile } from '../domain/telegram.ts'
import { createTelegram } from './bot-api-telegram.ts'
import { createBotApi } from './http-telegram.ts'

async function serving(listener: RequestListener) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const api = createBotApi({ apiRoot, token: '7000000001:secret-secret-secret-secret' })
  return {
    telegram: createTelegram(api),
    [Symbol.asyncDispose]: async () => {
      api[Symbol.dispose]()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const accepted = '{"ok":true,"result":{"message_id":7}}'
const file = (bytes: number, stream: AsyncIterable<Uint8Array>): OutgoingFile => ({
  as: 'document',
  name: 'a.bin',
  mime: 'application/octet-stream',
  bytes,
  stream,
})

async function* pieces(count: number, piece: Uint8Array, onPiece: () => void = () => undefined) {
  for (let n = 0; n < count; n++) {
    onPiece()
    yield piece
  }
}

describe('a file on its way to Telegram', () => {
  test('is read as fast as it is taken, and its length is known from the start', async () => {
    const piece = Buffer.alloc(64 * 1024)
    let read = 0
    let arrived = 0
    let mostHeld = 0
    let promised = 0
    await using server = await serving((request, response) => {
      promised = Number(request.headers['content-length'])
      request.on('data', (chunk: Buffer) => {
        arrived += chunk.length
        mostHeld = Math.max(mostHeld, read - arrived)
      })
      request.on('end', () => response.end(accepted))
    })

    const stream = pieces(640, piece, () => (read += piece.length))
    await expect(server.telegram.sendFile(1, file(640 * piece.length, stream))).resolves.toBe(7)

    expect(arrived).toBe(promised)
    expect(arrived).toBeGreaterThan(40 * 1024 * 1024)
    expect(mostHeld).toBeLessThan(16 * 1024 * 1024)
  })

  test.each([
    ['shrinks', 1],
    ['grows', 3],
  ])(
    'that %s meanwhile is an error in words, surely not sent, and no failure of Telegram’s',
    async (_what, count) => {
      let isWhole = false
      await using server = await serving((request, response) => {
        request.on('end', () => (isWhole = true)).resume()
        response.on('error', () => undefined)
      })

      const sending = server.telegram.sendFile(1, file(2_000, pieces(count, Buffer.alloc(1_000))))

      await expect(sending).rejects.toMatchObject({ code: 'file_changed', retryable: false })
      expect(isWhole).toBe(false)
    },
  )

  test('whose reading fails: that error comes out as it is', async () => {
    await using server = await serving((request) => void request.resume())
    const broken = new Error('disk broke')
    async function* stream() {
      yield Buffer.alloc(10)
      throw broken
    }

    await expect(server.telegram.sendFile(1, file(20, stream()))).rejects.toBe(broken)
  })

  test('to nobody: it surely did not arrive', async () => {
    const api = createBotApi({
      apiRoot: 'http://127.0.0.1:1',
      token: '7000000001:secret-secret-secret-secret',
    })

    const sending = createTelegram(api).sendFile(1, file(10, pieces(1, Buffer.alloc(10))))

    await expect(sending).rejects.toMatchObject({ kind: 'unreachable', mayHaveArrived: false })
  })

  test('that Telegram refuses before all of it was read: its reason comes out', async () => {
    const refusal = '{"ok":false,"error_code":413,"description":"Request Entity Too Large"}'
    await using server = await serving((request, response) => {
      request.once('data', () => {
        response.writeHead(413).end(refusal)
        request.resume()
      })
    })

    const sending = server.telegram.sendFile(1, file(10_000_000, pieces(1_000, Buffer.alloc(10_000))))

    await expect(sending).rejects.toMatchObject({ kind: 'refused' })
  })
})
