import { useRedis } from '@aika/queue/testing'
import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { openTalk, type Talk } from './talk.ts'
import { answer, ray } from './world.ts'

/** A picture's head; Telegram and we look no further. */
function png(width: number, height: number): Buffer {
  const head = Buffer.alloc(64)
  head.write('\x89PNG\r\n\x1a\n', 0, 'latin1')
  head.writeUInt32BE(13, 8)
  head.write('IHDR', 12)
  head.writeUInt32BE(width, 16)
  head.writeUInt32BE(height, 20)
  return head
}

const file = (path: string, caption = '') => ({
  kind: 'file' as const,
  file: { ownerId: ray, location: 'user' as const, path },
  caption,
})

function write(talk: Talk, path: string, content: Buffer | string): string {
  const place = talk.pathOf(ray, path)
  mkdirSync(dirname(place), { recursive: true })
  writeFileSync(place, content)
  return place
}

describe('bot, files out', () => {
  const redis = useRedis()

  test('F-FILE-5 a picture goes as a photo, anything else as a document, byte for byte', async () => {
    await using talk = await openTalk(redis.connection)
    await using _bot = await talk.startBot()
    write(talk, 'files/cat.txt', png(640, 480))
    write(talk, 'files/Отчёт "май".txt', 'Привет\n')

    const photo = await talk.outcome({ replyId: 'file-a-1', body: file('files/cat.txt', 'my **cat**') })
    const document = await talk.outcome({ replyId: 'file-a-2', body: file('files/Отчёт "май".txt') })

    const [first, second] = talk.said()
    expect(photo).toEqual({ messageIds: [first!.message_id] })
    expect(document).toEqual({ messageIds: [second!.message_id] })
    expect(first).toMatchObject({ caption: 'my cat', caption_entities: [{ type: 'bold' }] })
    expect(first!.photo).toBeDefined()
    expect(second!.document).toMatchObject({
      file_name: 'Отчёт _май_.txt',
      mime_type: 'text/plain',
      file_size: 13,
    })
  })

  test('a picture of a shape that Telegram does not take as a photo goes as a document', async () => {
    await using talk = await openTalk(redis.connection)
    await using _bot = await talk.startBot()
    write(talk, 'files/wide.png', png(9_000, 100))

    const { messageIds } = await talk.outcome({ replyId: 'file-a-1', body: file('files/wide.png') })

    expect(messageIds).toHaveLength(1)
    expect(talk.said()[0]!.document).toMatchObject({ file_name: 'wide.png' })
    expect(talk.calls('sendPhoto')).toHaveLength(1)
  })

  test.each<[string, (talk: Talk) => string, RegExp]>([
    ['is not there', () => 'files/none.txt', /does not exist/],
    ['is empty', (talk) => (write(talk, 'files/empty.txt', ''), 'files/empty.txt'), /empty/],
    ['is a folder', (talk) => (write(talk, 'files/sub/x', 'x'), 'files/sub'), /folder/],
    [
      'is a link out',
      (talk) => (symlinkSync('/etc/passwd', `${dirname(write(talk, 'files/x', 'x'))}/l`), 'files/l'),
      /link/,
    ],
    [
      'is a pipe',
      (talk) => (execFileSync('mkfifo', [`${dirname(write(talk, 'files/x', 'x'))}/p`]), 'files/p'),
      /regular file/,
    ],
    [
      'is too large',
      (talk) => (truncateSync(write(talk, 'files/big', 'x'), 51 * 1024 * 1024), 'files/big'),
      /larger than/,
    ],
    ['leads out', () => '../1002/files/secret', /\.\./],
  ])(
    'a file that %s is refused in words: to the tool alone, or to the person',
    async (_what, prepare, words) => {
      await using talk = await openTalk(redis.connection)
      await using _bot = await talk.startBot()
      const path = prepare(talk)

      const forTool = await talk.outcome({ replyId: 'file-a-1', body: file(path) })
      const forPerson = await talk.outcome({ replyId: 'download-a', body: file(path) })
      const again = await talk.outcome({ replyId: 'download-a', body: file(path) })

      expect(forTool).toEqual({ messageIds: [], refused: expect.stringMatching(words) })
      expect(forPerson).toEqual({ messageIds: [expect.any(Number)], refused: expect.stringMatching(words) })
      expect(again).toEqual(forPerson)
      expect(talk.texts()).toEqual([expect.stringMatching(words)])
    },
  )

  test('the line is cut and flooded: the file is opened again and arrives whole', async () => {
    await using talk = await openTalk(redis.connection)
    const { faults } = talk.standIns
    faults.add({ party: 'telegram', method: 'sendDocument', kind: 'flood', retryAfterSeconds: 1, times: 1 })
    faults.add({ party: 'telegram', method: 'sendDocument', kind: 'drop', when: 'after', times: 1 })
    await using _bot = await talk.startBot()
    write(talk, 'files/a.bin', Buffer.alloc(3_000_000, 7))

    await talk.outcome({ replyId: 'file-a-1', body: file('files/a.bin', 'numbers') })

    expect(talk.said().map(({ caption }) => caption)).toEqual(['numbers', '↻ possibly repeated\nnumbers'])
    for (const { document } of talk.said()) expect(document).toMatchObject({ file_size: 3_000_000 })
  })

  test('a caption that is too long for one follows the file', async () => {
    await using talk = await openTalk(redis.connection)
    await using _bot = await talk.startBot()
    write(talk, 'files/a.txt', 'a')

    const body = file('files/a.txt', `${'word '.repeat(500)}the end`)
    const { messageIds } = await talk.outcome({ replyId: 'file-a-1', body })

    expect(messageIds).toHaveLength(2)
    expect(talk.said()[0]).not.toHaveProperty('caption')
    expect(talk.texts()[1]).toMatch(/the end$/)
  })

  test('the person has blocked the bot: whoever waits is told so', async () => {
    await using talk = await openTalk(redis.connection)
    await using _bot = await talk.startBot()
    write(talk, 'files/a.txt', 'a')
    talk.standIns.telegram.block(ray, true)

    const results = [
      await talk.outcome({ replyId: 'file-a-1', body: file('files/a.txt') }),
      await talk.outcome({ replyId: 'dm-a-1', body: answer('hello') }),
    ]

    for (const { messageIds, refused } of results) {
      expect(messageIds).toEqual([])
      expect(refused).toMatch(/blocked the bot/)
    }
  })
})
