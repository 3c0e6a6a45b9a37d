import type { NewAttachment } from '@aika/store'
import type { Incoming } from '../admit-message.ts'
import { words } from '../words.ts'
import { admitAttachment, type AdmitAttachmentPorts, type FileMessage } from './admit-attachment.ts'

/** Keeps what it is given, once for each id, and the order in which all of it came. */
function world() {
  const order: string[] = []
  const inbox: (Incoming & { traceId: string })[] = []
  const attachments: NewAttachment[] = []
  const fetches: { attachmentId: string; traceId: string; delayMs: number | undefined }[] = []
  const woken: number[] = []
  const ports: AdmitAttachmentPorts = {
    inbox: {
      async add(message) {
        order.push('message')
        if (inbox.some(({ updateKey }) => updateKey === message.updateKey)) return false
        return Boolean(inbox.push(message))
      },
      waiting: async () => inbox,
    },
    attachments: {
      async add(attachment) {
        order.push('attachment')
        if (attachments.some(({ id }) => id === attachment.id)) return false
        return Boolean(attachments.push(attachment))
      },
    },
    fetches: {
      async enqueue({ attachmentId, traceId }, options) {
        order.push('fetch')
        fetches.push({ attachmentId, traceId, delayMs: options?.delayMs })
      },
    },
    wakes: { note: (chatId) => void woken.push(chatId) },
    drafts: { expect: () => undefined },
    now: () => new Date('2026-11-21T11:00:00Z'),
  }
  return { ports, order, inbox, attachments, fetches, woken }
}

const came = (kind: NewAttachment['kind'], more: Partial<FileMessage> = {}): FileMessage => ({
  updateKey: 'tg-1-5',
  chatId: 7,
  userId: 7,
  messageId: 42,
  sentAt: new Date('2026-11-21T10:15:00Z'),
  caption: undefined,
  file: { kind, fileId: 'file-1', bytes: 10, name: 'my file.PDF', fallbackName: 'file' },
  ...more,
})

describe('F-FILE-3 a file without words', () => {
  test.each(['photo', 'document', 'video', 'video_note', 'animation', 'sticker'] as const)(
    '%s: it waits for them, and nobody is woken',
    async (kind) => {
      const { ports, inbox, fetches, woken } = world()

      await admitAttachment(ports, came(kind))

      expect(inbox).toMatchObject([{ kind: 'attachment', text: '' }])
      expect(fetches).toMatchObject([{ attachmentId: 'tg-1-5', delayMs: undefined }])
      expect(woken).toEqual([])
    },
  )

  test.each(['voice', 'audio'] as const)('%s is answered at once: transcribe, then answer', async (kind) => {
    const { ports, inbox, woken } = world()

    await admitAttachment(ports, came(kind))

    expect(inbox).toMatchObject([{ kind: 'message', text: words.transcribe }])
    expect(woken).toEqual([7])
  })
})

test('F-FILE-4 with words: they are the message, whatever the file', async () => {
  for (const kind of ['photo', 'voice'] as const) {
    const { ports, inbox } = world()

    await admitAttachment(ports, came(kind, { caption: 'what is this?' }))

    expect(inbox).toMatchObject([{ kind: 'message', text: 'what is this?' }])
  }
})

test('the path says when and what, in UTC, and one trace leads through all of it', async () => {
  const { ports, attachments, inbox, fetches } = world()

  await admitAttachment(ports, came('document'))

  expect(attachments).toMatchObject([
    { id: 'tg-1-5', name: 'my_file.PDF', path: 'cache/20261121-101500-42_my_file.PDF', kind: 'document' },
  ])
  expect(new Set([attachments[0]?.traceId, inbox[0]?.traceId, fetches[0]?.traceId]).size).toBe(1)
})

test('whoever sees the message sees its file: the rows come in that order, the job last', async () => {
  const { ports, order } = world()

  await admitAttachment(ports, came('photo', { caption: 'look' }))

  expect(order).toEqual(['attachment', 'message', 'fetch'])
})

test('the same update again: no second row, and the job is queued again in case it never was', async () => {
  const { ports, inbox, attachments, fetches } = world()

  await admitAttachment(ports, came('voice'))
  await admitAttachment(ports, came('voice'))

  expect([inbox.length, attachments.length, fetches.length]).toEqual([1, 1, 2])
})

describe('an album', () => {
  const part = (id: number, kind: NewAttachment['kind'], caption?: string) =>
    came(kind, { updateKey: `tg-1-${id}`, messageId: id, albumId: 'album-1', caption })

  test('its parts name it, one has the words, and no file is fetched before all parts came', async () => {
    const { ports, inbox, fetches } = world()

    for (const message of [part(1, 'photo', 'compare'), part(2, 'photo'), part(3, 'video')])
      await admitAttachment(ports, message)

    expect(inbox.map(({ kind, albumId }) => [kind, albumId])).toEqual([
      ['message', 'album-1'],
      ['attachment', 'album-1'],
      ['attachment', 'album-1'],
    ])
    expect(fetches.every(({ delayMs }) => delayMs === 1_200)).toBe(true)
  })

  test('of audio files without words: asked about once', async () => {
    const { ports, inbox } = world()

    for (const message of [part(1, 'audio'), part(2, 'audio'), part(2, 'audio')])
      await admitAttachment(ports, message)

    expect(inbox.map(({ kind }) => kind)).toEqual(['message', 'attachment'])
  })
})
