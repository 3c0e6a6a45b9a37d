import { fetchQueue } from '@aika/contracts'
import { openRedis, produce } from '@aika/queue'
import { useRedis } from '@aika/queue/testing'
import type { Attachment, NewAttachment } from '@aika/store'
import { openWorkspace } from '@aika/workspace'
import { readdirSync, readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createBotApi } from '../src/adapters/http-telegram.ts'
import { createTelegramFiles } from '../src/adapters/telegram-files.ts'
import { composeBot } from '../src/compose.ts'
import { fetchAttachment, type FetchPorts } from '../src/domain/attachments/fetch-attachment.ts'
import { words } from '../src/domain/words.ts'
import { openWorld, ray, until, type World } from './world.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const document = { bytes: Buffer.from('%PDF-1.4\n%a report\n'), name: 'report.pdf', mime: 'application/pdf' }
const megabytes = (count: number) => Buffer.alloc(count * 2 ** 20, 7)

/** Waits until the attachment of a person's n-th message came to its end. */
async function settled(world: World, index = 0, userId = ray): Promise<Attachment> {
  let found: Attachment | undefined
  await until(async () => {
    const row = (await world.store.inbox.waiting(userId))[index]
    found = row && (await world.store.attachments.find(row.updateKey))
    return found !== undefined && found.state !== 'waiting'
  })
  return found!
}

const saidIn = (world: World, userId = ray) =>
  world.standIns.telegram.transcript(userId).filter(({ from }) => from.is_bot)
const fileOf = (world: World, { userId, path }: Attachment) => readFileSync(world.pathOf(userId, path))

describe('F-FILE-2 bot, a file comes', () => {
  const redis = useRedis()

  test.each([
    ['photo', 'attachment', 'photo.jpg'],
    ['document', 'attachment', 'Бюджет_2026.png'],
    ['video', 'attachment', 'Бюджет_2026.png'],
    ['video_note', 'attachment', 'video_message.mp4'],
    ['animation', 'attachment', 'Бюджет_2026.png'],
    ['sticker', 'attachment', 'sticker.webp'],
    ['voice', 'message', 'voice.ogg'],
    ['audio', 'message', 'Бюджет_2026.png'],
  ] as const)('%s without words: kept whole, typed by its bytes, and its chat is woken', async (as, kind, name) => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()

    world.standIns.telegram.sendFile(ray, { bytes: png, name: 'Бюджет 2026.png', mime: 'image/png', as })

    const attachment = await settled(world)
    await world.woken(1)
    expect(attachment).toMatchObject({ kind: as, state: 'ready', mime: 'image/png', bytes: png.length })
    expect(attachment.path).toMatch(new RegExp(`^cache/\\d{8}-\\d{6}-\\d+_${name}$`))
    expect(fileOf(world, attachment)).toEqual(png)
    expect(await world.store.inbox.waiting(ray)).toMatchObject([
      { kind, text: kind === 'message' ? words.transcribe : '' },
    ])
    expect(saidIn(world)).toEqual([])
  }) // prettier-ignore

  test('F-FILE-4 with a caption: the caption is the message, the file rides with it', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()

    world.standIns.telegram.sendFile(ray, { ...document, caption: 'what does it say?' })

    await expect(settled(world)).resolves.toMatchObject({ state: 'ready', mime: 'application/pdf' })
    expect(await world.store.inbox.waiting(ray)).toMatchObject([
      { kind: 'message', text: 'what does it say?' },
    ])
  })

  test('a caption that is a command is explained, not obeyed, and the file is kept for the next message', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()

    world.standIns.telegram.sendFile(ray, { ...document, caption: '/status' })

    await world.standIns.telegram.waitFor(ray, ({ text }) => /message of their own/.test(text ?? ''))
    await expect(settled(world)).resolves.toMatchObject({ state: 'ready' })
    expect(await world.store.inbox.waiting(ray)).toMatchObject([{ kind: 'attachment' }])
    expect(saidIn(world)).toHaveLength(1)
  })

  test('F-FILE-3 an album is one event: its rows are all there before its first file is', async () => {
    await using world = await openWorld(redis.connection)
    const rowsAtReady: number[] = []
    const { attachments, inbox } = world.store
    const store = {
      ...world.store,
      attachments: {
        ...attachments,
        async ready(...args: Parameters<typeof attachments.ready>) {
          if (args[1].mime === 'image/png') rowsAtReady.push((await inbox.waiting(ray)).length)
          return attachments.ready(...args)
        },
      },
    }
    await using _bot = await world.startBot(store)
    const part = { bytes: png, name: 'a.png', mime: 'image/png', as: 'photo' as const, mediaGroupId: '77' }

    world.standIns.telegram.sendFile(ray, { ...part, caption: 'compare these' })
    world.standIns.telegram.sendFile(ray, part)
    // Whatever is not waited for is there by now: this one came after them.
    world.standIns.telegram.sendFile(1002, document)
    await settled(world, 0, 1002)
    world.standIns.telegram.sendFile(ray, part)

    for (const index of [0, 1, 2]) await settled(world, index)
    expect(rowsAtReady).toEqual([3, 3, 3])
    expect(
      (await world.store.inbox.waiting(ray)).map(({ kind, albumId }) => [kind, albumId]),
    ).toEqual([['message', '77'], ['attachment', '77'], ['attachment', '77']])
    expect(saidIn(world)).toEqual([])
  }) // prettier-ignore

  test('a name full of traps stays in the cache, one plain file', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    const name = `../../${ray + 1}/.ssh\\\n-rf \u202eотчёт\u0000.txt`

    world.standIns.telegram.sendFile(ray, { bytes: Buffer.from('text'), name, mime: 'text/plain' })

    const { path } = await settled(world)
    expect(path).toMatch(/^cache\/[^/]+отчёт\.txt$/)
    expect(readdirSync(world.pathOf(ray, 'cache'))).toEqual([path.slice('cache/'.length)])
  })

  test('a name that lies about the bytes: the bytes are believed; one without an extension gets it', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    const { telegram } = world.standIns

    telegram.sendFile(ray, { bytes: png, name: 'notes.txt', mime: 'text/plain' })
    telegram.sendFile(ray, { bytes: png, name: 'scan', mime: 'application/octet-stream' })

    const [lying, bare] = [await settled(world, 0), await settled(world, 1)]
    expect(lying).toMatchObject({ mime: 'image/png', path: expect.stringMatching(/_notes\.txt$/) })
    expect(bare).toMatchObject({ mime: 'image/png', path: expect.stringMatching(/_scan\.png$/) })
    expect(fileOf(world, bare)).toEqual(png)
  })
})

describe('F-FILE-7 bot, a file that cannot be kept', () => {
  const redis = useRedis()

  test('over 20 MB: a plain word at once, and nothing else', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    const { telegram, journal } = world.standIns

    telegram.sendFile(ray, { ...document, saidBytes: 21 * 2 ** 20, caption: 'read this' })

    const word = await telegram.waitFor(ray, ({ text }) => /too large/.test(text ?? ''))
    expect(word.text).toMatch(/20 MB/)
    expect(await world.store.inbox.waiting(ray)).toEqual([])
    expect(journal.entries({ method: 'getFile' })).toEqual([])
  })

  test('Telegram does not say how large it is, and it is too large: the same word, and the model is told', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    const { telegram } = world.standIns

    telegram.sendFile(ray, { ...document, bytes: megabytes(21), saidBytes: null, caption: 'read this' })

    await telegram.waitFor(ray, ({ text }) => /larger than the 20 MB/.test(text ?? ''))
    await expect(settled(world)).resolves.toMatchObject({ state: 'failed', problem: expect.stringMatching(/20 MB/) })
    expect(await world.store.inbox.waiting(ray)).toMatchObject([{ kind: 'message', text: 'read this' }])
    await world.woken(2)
  }) // prettier-ignore

  test('the folder is full, told before or found out on the way: a plain word, nothing left behind', async () => {
    await using world = await openWorld(redis.connection, { USER_QUOTA_MB: '1' })
    await using _bot = await world.startBot()
    const { telegram, journal } = world.standIns

    telegram.sendFile(ray, { ...document, bytes: megabytes(2) })
    telegram.sendFile(ray, { ...document, bytes: megabytes(2), saidBytes: null })

    for (const index of [0, 1]) {
      const row = await settled(world, index)
      expect(row).toMatchObject({ state: 'failed', problem: expect.stringMatching(/folder is full/) })
    }
    await until(() => saidIn(world).length === 2)
    expect(readdirSync(world.pathOf(ray, 'cache'))).toEqual([])
    expect(journal.entries({ method: 'download' })).toHaveLength(1)
  })

  test.each([
    ['the link expired', { kind: 'status', status: 404, method: 'download' }],
    ['the connection breaks', { kind: 'drop', method: 'download' }],
    ['Telegram is busy', { kind: 'flood', retryAfterSeconds: 1, method: 'getFile' }],
    ['Telegram is out of order', { kind: 'status', status: 502, method: 'getFile' }],
  ] as const)('%s once: fetched with the next try, and nobody hears of it', async (_what, fault) => {
    await using world = await openWorld(redis.connection)
    world.standIns.faults.add({ party: 'telegram', times: 1, ...fault })
    await using _bot = await world.startBot()

    world.standIns.telegram.sendFile(ray, document)

    await expect(settled(world)).resolves.toMatchObject({ state: 'ready' })
    expect(saidIn(world)).toEqual([])
  })

  test('Redis lost the job: the same update, or whoever looks for it, queues it again; it is fetched once', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    world.standIns.telegram.sendFile(ray, document)
    const { id, traceId, path } = await settled(world)

    await using fetches = produce(fetchQueue, world.connection)
    const job = { attachmentId: id, traceId, chatId: ray, userId: ray }
    await expect(fetches.request(job, { timeoutMs: 20_000 })).resolves.toEqual({ state: 'ready' })

    expect(world.standIns.journal.entries({ method: 'download' })).toHaveLength(1)
    expect(readdirSync(world.pathOf(ray, 'cache'))).toEqual([path.slice('cache/'.length)])
  })

  test('the bot stops in the middle of a download: it is handed back, and its successor fetches it', async () => {
    await using world = await openWorld(redis.connection)
    const { faults, journal, telegram } = world.standIns
    faults.add({ party: 'telegram', method: 'download', kind: 'hang', times: 1 })
    {
      await using _bot = await world.startBot()
      telegram.sendFile(ray, document)
      await until(() => journal.entries({ method: 'download' }).length === 1)
    }

    await using _successor = await world.startBot()

    await expect(settled(world)).resolves.toMatchObject({ state: 'ready' })
  })

  test('the token is in no row, no job, no log line and no word, however the download fails', async () => {
    await using world = await openWorld(redis.connection)
    world.standIns.faults.add({ party: 'telegram', method: 'download', kind: 'status', status: 500 })
    const lines: unknown[][] = []
    const note = (...line: unknown[]) => void lines.push(line)
    const log = { info: note, warn: note, error: note } as unknown as Parameters<typeof composeBot>[1]
    await using _bot = await composeBot(world.config, log, { store: world.store })
    world.standIns.telegram.sendFile(ray, document)

    await using resources = new AsyncDisposableStack()
    const client = resources.adopt(openRedis(world.connection), (redis) => redis.disconnect())
    const isJob = (key: string) => /:fetch-tg-[\d-]+$/.test(key)
    const job = async () => client.hgetall((await client.keys('bull:fetch:*')).find(isJob) ?? 'none')
    await until(async () => (await job())['failedReason'] !== undefined)

    const [row] = await world.store.inbox.waiting(ray)
    const all = [await job(), await world.store.attachments.find(row!.updateKey), lines, saidIn(world)]
    expect(inspect(all, { depth: 20, showHidden: true })).toMatch(/download: 500/)
    expect(inspect(all, { depth: 20, showHidden: true })).not.toContain('AIKA-demo-token')
  })
})

describe('F-FILE-2 a large file', () => {
  const redis = useRedis()

  test('20 MB are stored whole, and never held whole in memory', async () => {
    await using world = await openWorld(redis.connection)
    const bytes = megabytes(20)
    const { message } = world.standIns.telegram.sendFile(ray, { ...document, bytes, name: 'large.bin' })
    await world.store.attachments.add({ ...large, fileId: message.document!.file_id })
    using files = watched(world)
    const { source, grown } = files
    const { USER_DIR: userDir, SHARED_DIR: sharedDir } = world.config
    const ports = {
      source,
      attachments: world.store.attachments,
      workspace: openWorkspace({ userDir, sharedDir }),
      answers: { say: () => Promise.reject(new Error('nothing to say')) },
      wake: async () => undefined,
      now: () => large.createdAt,
      maxMegabytes: 20,
    }

    const job = { attachmentId: large.id, traceId: large.traceId, chatId: ray, userId: ray }
    await fetchAttachment(ports, job, { signal: new AbortController().signal, isLast: false })

    const attachment = await world.store.attachments.find(large.id)
    expect(attachment).toMatchObject({ state: 'ready', bytes: bytes.length })
    expect(Buffer.compare(fileOf(world, attachment!), bytes)).toBe(0)
    expect(grown.length).toBeGreaterThanOrEqual(19)
    expect(Math.max(...grown)).toBeLessThan(6 * 2 ** 20)
  })
})

const large: NewAttachment = {
  id: 'tg-1-1',
  chatId: ray,
  userId: ray,
  traceId: 'trace-of-test',
  kind: 'document',
  fileId: '',
  name: 'large.bin',
  path: 'cache/20261121-101500-1_large.bin',
  createdAt: new Date(),
}

/** Telegram's files, with a look at each megabyte on its way: how much more memory is held than before the first. */
function watched(world: World) {
  const { TELEGRAM_API_ROOT: apiRoot, TELEGRAM_BOT_TOKEN: token } = world.config
  const api = createBotApi({ apiRoot, token })
  const files = createTelegramFiles(api, { apiRoot, token })
  const grown: number[] = []
  const source: FetchPorts['source'] = {
    locate: (fileId, signal) => files.locate(fileId, signal),
    async *read(place, signal) {
      const before = held()
      let bytes = 0
      for await (const piece of files.read(place, signal)) {
        bytes += piece.length
        if (bytes > grown.length * 2 ** 20) grown.push(held() - before)
        yield piece
      }
    },
  }
  const dispose = () => {
    files[Symbol.dispose]()
    api[Symbol.dispose]()
  }
  return { source, grown, [Symbol.dispose]: dispose }
}

/** Bytes of buffers that are really needed: what can be collected is. */
function held(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().arrayBuffers
}
