import type { AccountTask, Reply } from '@aika/contracts'
import { exportAccount, type ExportAccountPorts, type ZipEntry } from './export-account.ts'
import type { FoundFile } from './plan-parts.ts'

const task: AccountTask = { requestId: 'tg-1-9', traceId: 'trace-0001', userId: 5, chatId: 5, task: 'export' }
const askedAt = new Date('2026-11-21T10:45:00Z')
const megabyte = 2 ** 20

/** A person with these files; zips come out as large as `zipped` says. */
function world(files: FoundFile[], zipped = 1_000) {
  const replies: Reply[] = []
  const written: { path: string; names: string[] }[] = []
  let packed: ZipEntry[] = []
  const ports: ExportAccountPorts = {
    files: {
      survey: async () => ({ files, skipped: [] }),
      async *read() {},
      async write(_, path) {
        written.push({ path, names: packed.map(({ name }) => name) })
        return { bytes: zipped }
      },
      dropExports: async () => {},
    },
    rows: { tables: ['Note'], async *rows() {} },
    zip(entries) {
      packed = entries
      return (async function* () {})()
    },
    replies: { enqueue: async (reply) => void replies.push(reply) },
  }
  return { ports, replies, written }
}

const file = (path: string, megabytes: number): FoundFile => ({
  path,
  bytes: megabytes * megabyte,
  changedAt: askedAt,
})

describe('all data of a person', () => {
  test('one zip: its name tells when it was asked for', async () => {
    const { ports, replies, written } = world([file('files/a\\b', 1)])

    await exportAccount(ports, task, askedAt)

    const path = 'cache/20261121-104500_aika-export.zip'
    expect(written).toEqual([{ path, names: ['data/Note.json', 'files/files/a_b', 'about.txt'] }])
    expect(replies.map(({ replyId, body }) => [replyId, body])).toEqual([
      [
        'export-tg-1-9',
        { kind: 'file', file: { ownerId: 5, location: 'user', path }, caption: 'All your data.' },
      ],
    ])
  })

  test('done again, as it was killed: the same names and the same replies', async () => {
    const files = [file('files/a', 40), file('files/b', 40)]
    const [first, second] = [world(files), world(files)]

    await exportAccount(first.ports, task, askedAt)
    await exportAccount(second.ports, task, askedAt)

    expect(first.replies).toHaveLength(2)
    expect([second.written, second.replies]).toEqual([first.written, first.replies])
  })

  test('a zip came out larger than Telegram takes: it is named with where it lies, not sent', async () => {
    const { ports, replies } = world([], 60 * megabyte)

    await exportAccount(ports, task, askedAt)

    expect(replies).toHaveLength(1)
    const body = replies[0]!.body
    expect(body.kind === 'notice' && body.markdown).toContain(
      '`cache/20261121-104500_aika-export.zip` (60 MB)',
    )
  })
})
