import { DEMO_BOT_TOKEN, startStandIns, type StandIns } from '../src/index.ts'

let standIns: StandIns
beforeEach(async () => {
  standIns = await startStandIns({ acquainted: [1001] })
})
afterEach(() => standIns[Symbol.asyncDispose]())

interface Envelope {
  ok: boolean
  result?: { file_path: string; file_size?: number; file_id: string } & Record<string, unknown>
  error_code?: number
  description?: string
}

async function call(method: string, params: object = {}): Promise<Envelope> {
  const headers = { 'content-type': 'application/json' }
  const body = params instanceof FormData ? params : JSON.stringify(params)
  const init = { method: 'POST', body, ...(!(params instanceof FormData) && { headers }) }
  const response = await fetch(`${standIns.url}/bot${DEMO_BOT_TOKEN}/${method}`, init)
  return (await response.json()) as Envelope
}

async function control<Answer>(path: string, body?: object): Promise<Answer> {
  const init = { method: 'POST', body: JSON.stringify(body) }
  const response = await fetch(`${standIns.url}/control/${path}`, body ? init : {})
  return (await response.json()) as Answer
}

const download = (path: string) => fetch(`${standIns.url}/file/bot${DEMO_BOT_TOKEN}/${path}`)

/** A PNG of that size, as far as its header goes. */
function png(width: number, height: number, bytes = 3_000): Buffer {
  const picture = Buffer.alloc(bytes, 7)
  Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR', 'latin1').copy(picture)
  picture.writeUInt32BE(width, 16)
  picture.writeUInt32BE(height, 20)
  return picture
}

const file = (
  as: 'photo' | 'document' | 'animation' | 'voice' | 'sticker',
  bytes: Buffer = Buffer.from('abc'),
) => ({
  name: 'a b.bin',
  mime: 'application/octet-stream',
  as,
  bytes,
})

describe('files from people', () => {
  test('a photo: has several sizes, of which only the largest is the picture', async () => {
    const bytes = png(1_000, 500)
    const { message } = standIns.telegram.sendFile(1001, file('photo', bytes))

    expect(message.photo!.map(({ width, height }) => [width, height])).toEqual([
      [90, 45],
      [320, 160],
      [1_000, 500],
    ])
    const [small, , large] = await Promise.all(
      message.photo!.map(async ({ file_id }) => {
        const { result } = await call('getFile', { file_id })
        return Buffer.from(await (await download(result!.file_path)).arrayBuffer())
      }),
    )
    expect(large!.equals(bytes)).toBe(true)
    expect(small!.equals(bytes)).toBe(false)
  })

  test('an animation: is a document as well, as in the real API', () => {
    const { message } = standIns.telegram.sendFile(1001, file('animation'))
    expect(message.document).toEqual(message.animation)
  })

  test('a voice message and a sticker: have no name', () => {
    expect(standIns.telegram.sendFile(1001, file('voice')).message.voice).not.toHaveProperty('file_name')
    expect(standIns.telegram.sendFile(1001, file('sticker')).message.sticker).not.toHaveProperty('mime_type')
  })

  test('over 20 MB: only its size is declared, and getFile refuses it', async () => {
    const big = { name: 'film.mp4', mime: 'video/mp4', as: 'video', fileSize: 30_000_000 }
    const { message } = await control<{ message: { video: { file_id: string; file_size: number } } }>(
      'telegram/messages',
      { userId: 1001, file: big },
    )
    expect(message.video.file_size).toBe(30_000_000)
    expect(await call('getFile', { file_id: message.video.file_id })).toMatchObject({
      error_code: 400,
      description: 'Bad Request: file is too big',
    })
  })

  test('a file whose size Telegram tells wrongly, or not at all: comes whole', async () => {
    for (const fileSize of [1, null]) {
      const given = { name: 'a.bin', base64: Buffer.from('0123456789').toString('base64'), fileSize }
      const { message } = await control<{ message: { document: { file_id: string; file_size?: number } } }>(
        'telegram/messages',
        { userId: 1001, file: given },
      )
      expect(message.document.file_size ?? null).toBe(fileSize)
      const { result } = await call('getFile', { file_id: message.document.file_id })
      expect(await (await download(result!.file_path)).text()).toBe('0123456789')
    }
  })

  test('an album that comes in two batches: the second part is only there later', async () => {
    const part = { userId: 1001, mediaGroupId: 'album', file: { name: 'a.bin', base64: 'YQ==' } }
    const sent = control('telegram/messages', { messages: [part, part], delayMs: 300 })
    const first = await call('getUpdates', { timeout: 5 })
    expect(first.result).toHaveLength(1)
    await sent
    expect(standIns.telegram.pendingUpdates().pending).toBe(2)
  })
})

describe('faults of a download', () => {
  async function attempt(kind: 'cut' | 'drop' | 'stall'): Promise<string> {
    const { message } = standIns.telegram.sendFile(1001, file('document', Buffer.alloc(100_000)))
    const { result } = await call('getFile', { file_id: message.document!.file_id })
    standIns.faults.add({ party: 'telegram', method: 'download', kind, times: 1 })
    const response = await download(result!.file_path)
    // Ends what stalls. Gone with its test: it would clear the next one's fault.
    const end = setTimeout(() => standIns.faults.clear(), 200)
    try {
      expect(response.headers.get('content-length')).toBe('100000')
      let got = 0
      for await (const chunk of response.body!) got += (chunk as Uint8Array).length
      return `${got} bytes`
    } finally {
      clearTimeout(end)
    }
  }

  test.each(['cut', 'stall'] as const)('%s: the answer begins and does not end well', async (kind) => {
    await expect(attempt(kind)).rejects.toThrow(/terminated/)
  })

  test('drop: there is no answer at all', async () => {
    await expect(attempt('drop')).rejects.toThrow(/fetch failed/)
  })
})

describe('files from the bot', () => {
  async function upload(method: string, field: string, bytes: Buffer): Promise<Envelope> {
    const form = new FormData()
    form.set('chat_id', '1001')
    form.set(field, new Blob([new Uint8Array(bytes)]), 'a.png')
    return call(method, form)
  }

  test('a photo: is refused by its sides, by its shape and by its size', async () => {
    expect(await upload('sendPhoto', 'photo', png(9_000, 2_000))).toMatchObject({
      error_code: 400,
      description: 'Bad Request: PHOTO_INVALID_DIMENSIONS',
    })
    expect(await upload('sendPhoto', 'photo', png(2_100, 100))).toMatchObject({ error_code: 400 })
    expect((await upload('sendPhoto', 'photo', png(20, 10, 10_485_761))).description).toMatch(
      /too big for a photo/,
    )
    expect(await upload('sendPhoto', 'photo', png(2_000, 100))).toMatchObject({ ok: true })
  })

  test('a document: is taken up to 50 MB', async () => {
    expect(await upload('sendDocument', 'document', Buffer.alloc(52_428_801))).toMatchObject({
      error_code: 413,
    })
    expect(await upload('sendDocument', 'document', png(9_000, 2_000))).toMatchObject({ ok: true })
  })
})
