import { AppError } from '@aika/errors'
import type { Attachment } from '@aika/store'
import { failureOf, TelegramFailure } from '../telegram.ts'
import { fetchAttachment, type FetchPorts } from './fetch-attachment.ts'

const row: Attachment = {
  id: 'tg-1-5',
  chatId: 7,
  userId: 7,
  traceId: 'trace-of-test',
  kind: 'document',
  fileId: 'file-1',
  name: 'report.pdf',
  path: 'cache/20261121-101500-5_report.pdf',
  createdAt: new Date('2026-11-21T10:15:00Z'),
  mime: undefined,
  bytes: undefined,
  state: 'waiting',
  problem: undefined,
}
const job = { attachmentId: row.id, traceId: row.traceId, chatId: 7, userId: 7 }
const fileError = (code: string) => new AppError(code, `told for operators: ${code}`, { retryable: false })

interface Scene {
  attachment?: Partial<Attachment>
  located?: { place: string; bytes: number | undefined } | Error
  content?: string | Error
  mime?: string
  room?: { bytes: number; files: number }
  write?: Error
  minutesLater?: number
}

/** One attachment, a folder that keeps what is written, and a Telegram that does as it is told. */
function world(scene: Scene = {}) {
  const state = { row: { ...row, ...scene.attachment }, files: new Map<string, string>() }
  const said: string[] = []
  const woken: number[] = []
  const ports: FetchPorts = {
    attachments: {
      find: async () => state.row,
      ready: async (_id, file) => void Object.assign(state.row, file, { state: 'ready' }),
      failed: async (_id, problem) => void Object.assign(state.row, { state: 'failed', problem }),
    },
    source: {
      async locate() {
        if (scene.located instanceof Error) throw scene.located
        return scene.located ?? { place: 'documents/file_1.pdf', bytes: undefined }
      },
      async *read() {
        if (scene.content instanceof Error) throw scene.content
        yield Buffer.from(scene.content ?? 'content')
      },
    },
    workspace: {
      ensureUserFolder: async () => undefined,
      user: () => ({
        room: async () => scene.room ?? { bytes: 1_000, files: 10 },
        async writeFile(path, content) {
          if (scene.write) throw scene.write
          let text = ''
          for await (const piece of content as AsyncIterable<Uint8Array>)
            text += Buffer.from(piece).toString()
          state.files.set(path, text)
          return { bytes: Buffer.byteLength(text) }
        },
        sniff: async () => scene.mime ?? 'application/pdf',
        async move(from, to) {
          state.files.set(to, state.files.get(from) ?? '')
          state.files.delete(from)
        },
      }),
    },
    answers: { say: async ({ markdown }) => void said.push(markdown) },
    wake: async (chatId) => void woken.push(chatId),
    now: () => new Date(row.createdAt.getTime() + (scene.minutesLater ?? 0) * 60_000),
    maxMegabytes: 20,
  }
  const run = (isLast = false) =>
    fetchAttachment(ports, job, { signal: new AbortController().signal, isLast })
  return { run, state, said, woken, ports }
}

describe('F-FILE-2 an attachment is fetched', () => {
  test('it is there: type by its bytes, size as written, the chat woken, nobody told anything', async () => {
    const { run, state, said, woken } = world({ mime: 'image/png' })

    await expect(run()).resolves.toEqual({ state: 'ready' })

    expect(state.row).toMatchObject({ state: 'ready', mime: 'image/png', bytes: 7, path: row.path })
    expect(state.files.get(row.path)).toBe('content')
    expect(said).toEqual([])
    expect(woken).toEqual([7])
  })

  test.each([
    ['image/png', 'cache/1-5_scan', 'cache/1-5_scan.png'],
    ['audio/ogg; codecs=opus', 'cache/1-5_note', 'cache/1-5_note.ogg'],
    ['image/png', 'cache/1-5_scan.pdf', 'cache/1-5_scan.pdf'],
    ['text/plain', 'cache/1-5_Makefile', 'cache/1-5_Makefile'],
  ])('%s as %s is kept as %s', async (mime, path, kept) => {
    const { run, state } = world({ mime, attachment: { path } })

    await run()

    expect([...state.files.keys()]).toEqual([kept])
    expect(state.row).toMatchObject({ path: kept, mime: mime.split(';')[0] })
  })

  test('done before: the chat is woken once more, nothing is fetched again', async () => {
    const { run, state, woken } = world({
      attachment: { state: 'ready' },
      located: new Error('not to be asked'),
    })

    await expect(run()).resolves.toEqual({ state: 'ready' })
    expect(woken).toEqual([7])
    expect(state.files.size).toBe(0)
  })

  test('failed before, and nobody knows whether that was told: it is told again, under the same id', async () => {
    const { run, said, woken } = world({ attachment: { state: 'failed', problem: 'it was too large' } })

    await expect(run()).resolves.toEqual({ state: 'failed' })
    expect(said).toEqual(['I could not keep `report.pdf`: it was too large.'])
    expect(woken).toEqual([7])
  })

  test('its person was forgotten meanwhile: nothing happens', async () => {
    const { run, ports, woken } = world()
    ports.attachments.find = async () => undefined

    await expect(run()).resolves.toEqual({ state: 'failed' })
    expect(woken).toEqual([])
  })
})

describe('F-FILE-7 an attachment that will never be there: the person knows why, and so does the model', () => {
  test.each<[string, Scene, RegExp]>([
    ['Telegram finds it too big', { located: failureOf(400, 'getFile: Bad Request: file is too big') }, /larger than the 20 MB/],
    ['it is larger than told', { located: { place: 'a', bytes: 21 * 2 ** 20 } }, /larger than the 20 MB/],
    ['it grows past the limit on its way', { write: fileError('too_large') }, /larger than the 20 MB/],
    ['the folder has no room for it', { located: { place: 'a', bytes: 2_000 } }, /your folder is full/],
    ['the folder holds too many files', { located: { place: 'a', bytes: 7 }, room: { bytes: 1_000, files: 0 } }, /your folder is full/],
    ['the folder fills up on its way', { write: fileError('quota_exceeded') }, /your folder is full/],
    ['the disk is full', { write: fileError('disk_full') }, /disk of this machine is full/],
    ['a sandbox made the cache unusable', { write: fileError('not_a_folder') }, /could not be put into your folder/],
    ['Telegram does not know it', { located: failureOf(400, 'getFile: Bad Request: invalid file_id') }, /does not have it any more/],
  ])('%s', async (_what, scene, problem) => {
    const { run, state, said, woken } = world(scene)

    await expect(run()).resolves.toEqual({ state: 'failed' })

    expect(state.row).toMatchObject({ state: 'failed', problem: expect.stringMatching(problem) })
    expect(said[0]).toMatch(problem)
    expect(said[0]).toMatch(/^I could not keep `report.pdf`: .+[^.]\.$/)
    expect(woken).toEqual([7])
    expect(state.files.size).toBe(0)
  }) // prettier-ignore

  test.each<[string, Scene]>([
    ['the download breaks off', { content: new TelegramFailure('unreachable', 'download: broke off', { mayHaveArrived: true }) }],
    ['the link expired', { content: new TelegramFailure('unreachable', 'download: 404', { mayHaveArrived: true }) }],
    ['Telegram is out of order', { located: failureOf(502, 'getFile: Bad Gateway') }],
    ['the file ends early', { located: { place: 'a', bytes: 900 } }],
    ['Telegram says it is away for now', { located: failureOf(400, 'getFile: wrong file_id or the file is temporarily unavailable') }],
    ['something nobody understands', { content: new Error('?') }],
  ])('%s: tried again, and given up with the last try', async (_what, scene) => {
    const { run, state, said, woken } = world(scene)

    await expect(run()).rejects.toMatchObject({ retryable: true, retryAfterMs: undefined })
    expect([state.row.state, said, woken]).toEqual(['waiting', [], []])

    await expect(run(true)).resolves.toEqual({ state: 'failed' })
    expect([state.row.state, said.length, woken]).toEqual(['failed', 1, [7]])
  }) // prettier-ignore

  test('a flood: tried again when Telegram says, and never given up for it', async () => {
    const { run } = world({ located: failureOf(429, 'getFile: Too Many Requests', 17) })

    await expect(run(true)).rejects.toMatchObject({ retryable: true, retryAfterMs: 17_000 })
  })

  test('no network: waited for without counting, though not for ever', async () => {
    const offline = new TelegramFailure('unreachable', 'getFile: ECONNREFUSED')

    await expect(world({ located: offline, minutesLater: 30 }).run(true)).rejects.toMatchObject({
      retryAfterMs: 5_000,
    })
    await expect(world({ located: offline, minutesLater: 121 }).run(true)).resolves.toEqual({
      state: 'failed',
    })
  })

  test('another worker has the job now: nothing is decided here', async () => {
    const { ports, state } = world({ content: new Error('aborted') })
    const lost = AbortSignal.abort(new Error('its lock was lost'))

    await expect(fetchAttachment(ports, job, { signal: lost, isLast: true })).rejects.toThrow(
      'its lock was lost',
    )
    expect(state.row.state).toBe('waiting')
  })
})
