import { openWorkspace, type Folder } from '../../../packages/workspace/src/index.ts'

/**
 * A service that opens people's folders after their commands, in a process of its own: with the services' uid, and with a
 * secret in its environment that a link to `/proc/self/environ` would give away.
 */
export type VisitorCall =
  | { call: 'prepare'; userId: number }
  | { call: 'visit'; userId: number }
  | { call: 'race'; userId: number; path: string; forMs: number }
  | { call: 'remove'; userId: number }

/** What a visit saw. `read` is everything that came out of files, for canaries to be looked for. */
export interface Visit {
  read: string
  bytes: number
  entries: number
  /** What failed in a way that is no refusal of the workspace's. */
  surprises: string[]
}

const nothing: Visit = { read: '', bytes: 0, entries: 0, surprises: [] }
const workspace = openWorkspace({ userDir: process.env['USER_DIR'] ?? '', sharedDir: '/nowhere' })

async function answer(message: VisitorCall): Promise<Visit> {
  const { userId } = message
  const folder = workspace.user(userId)
  switch (message.call) {
    case 'prepare':
      await workspace.ensureUserFolder(userId)
      await folder.writeFile('hello.txt', Buffer.from('hello\n'), { maxBytes: 10 })
      return nothing
    case 'visit':
      await workspace.ensureUserFolder(userId)
      return await visit(folder)
    case 'race':
      return await race(folder, message.path, message.forMs)
    case 'remove':
      await workspace.removePerson(userId)
      return nothing
  }
}

/** What the services do with a folder: count, list, search, read, write over names that may be traps, tidy up. */
async function visit(folder: Folder): Promise<Visit> {
  const seen: Visit = { read: '', bytes: 0, entries: 0, surprises: [] }
  const look = async (what: () => Promise<unknown>) => {
    try {
      seen.read += (JSON.stringify(await what()) ?? '').slice(0, 200_000)
    } catch (error) {
      if (!isRefusal(error)) seen.surprises.push(String(error))
    }
  }
  await look(async () => {
    const { bytes, entries } = await folder.usage()
    Object.assign(seen, { bytes, entries })
  })
  const listed = await folder.list('', { maxEntries: 500, recursive: true }).catch(() => undefined)
  const paths = (listed?.entries ?? []).filter(({ plain }) => plain).map(({ path }) => path)
  await look(async () => listed?.entries.slice(0, 50))
  for (const path of [...paths.slice(0, 60), ...knownNames]) await look(() => readText(folder, path))
  await look(() => folder.grep('canary', { maxMatches: 100 }))
  await look(() => folder.find('**/*secret*', { maxMatches: 100 }))
  await look(() => folder.recent(20))
  for (const name of knownNames)
    await look(() => folder.writeFile(name, Buffer.from('from a service'), { maxBytes: 100 }))
  await look(() => folder.removeOlderThan('cache', new Date()))
  return seen
}

const knownNames = [
  'files/note.txt',
  'cache/HOST_SECRET',
  'logs/environ',
  'report.txt',
  'note.txt',
  'env.txt',
]

const readText = async (folder: Folder, path: string) =>
  (await folder.readFile(path, { maxBytes: 65_536 })).bytes.toString('latin1')

/** Reads and writes one path as often as it can while a command changes what lies there. */
async function race(folder: Folder, path: string, forMs: number): Promise<Visit> {
  const seen: Visit = { read: '', bytes: 0, entries: 0, surprises: [] }
  const readings = new Set<string>()
  for (const end = Date.now() + forMs; Date.now() < end; seen.entries++) {
    await readText(folder, path).then(
      (text) => readings.add(text),
      (error: unknown) => !isRefusal(error) && seen.surprises.push(String(error)),
    )
    if (seen.entries % 5 === 0)
      await folder
        .writeFile(path, Buffer.from('from a service'), { maxBytes: 100 })
        .catch((error: unknown) => !isRefusal(error) && seen.surprises.push(String(error)))
  }
  return { ...seen, read: [...readings].join('\n').slice(0, 200_000) }
}

const isRefusal = (error: unknown) => error instanceof Error && 'code' in error && 'retryable' in error

process.on('message', (message: VisitorCall & { id: number }) => {
  void answer(message).then(
    (visited) => process.send?.({ id: message.id, visited }),
    (error: unknown) =>
      process.send?.({ id: message.id, visited: { ...nothing, surprises: [String(error)] } }),
  )
})
