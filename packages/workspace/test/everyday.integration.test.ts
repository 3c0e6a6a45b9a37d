import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import { join } from 'node:path'
import type { OpenFile } from '../src/index.ts'
import { temporaryWorkspace } from './temporary-workspace.ts'

const text = (content: string) => Buffer.from(content)
const refused = (code: string) => expect.objectContaining({ code, retryable: false })
const openHandles = () => fs.readdirSync('/proc/self/fd').length
const put = (path: string, content: string | Uint8Array = 'x') => {
  fs.mkdirSync(join(path, '..'), { recursive: true })
  fs.writeFileSync(path, content)
}

async function all({ stream }: OpenFile): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of stream) pieces.push(piece)
  return Buffer.concat(pieces)
}

describe('what a path is', () => {
  test('files, folders, links and nothing: each as it is, links not followed', async () => {
    await using space = await temporaryWorkspace()
    const folder = space.workspace.user(42)
    put(join(space.mine, 'files/a.txt'), 'four')
    fs.symlinkSync('/etc/passwd', join(space.mine, 'files/link'))

    expect(await folder.stat('files/a.txt')).toMatchObject({ kind: 'file', bytes: 4 })
    expect(await folder.stat('files')).toMatchObject({ kind: 'folder', bytes: 0 })
    expect(await folder.stat('')).toMatchObject({ kind: 'folder' })
    expect(await folder.stat('files/link')).toMatchObject({ kind: 'link', bytes: 0 })
    expect(await folder.stat('files/none')).toBeUndefined()
    await expect(folder.stat('../43')).rejects.toEqual(refused('invalid_path'))
  })
})

describe('reading a whole file as a stream', () => {
  test('a large one: every byte in pieces, and no handle stays open', async () => {
    await using space = await temporaryWorkspace()
    const content = Buffer.alloc(300_000, 'abc')
    put(join(space.mine, 'files/big'), content)
    const before = openHandles()

    const file = await space.workspace.user(42).openRead('files/big')
    const read = await all(file)

    expect(file.bytes).toBe(300_000)
    expect(read.equals(content)).toBe(true)
    expect(openHandles()).toBe(before)
  })

  test('nobody begins to read it: disposing of it closes the file', async () => {
    await using space = await temporaryWorkspace()
    put(join(space.mine, 'files/a'))
    const before = openHandles()
    {
      await using _file = await space.workspace.user(42).openRead('files/a')
      expect(openHandles()).toBe(before + 1)
    }
    expect(openHandles()).toBe(before)
  })

  test.each([
    ['grows', (path: string) => fs.appendFileSync(path, 'more')],
    ['shrinks', (path: string) => fs.truncateSync(path, 10)],
    ['is written over with as many bytes', (path: string) => fs.writeFileSync(path, 'y'.repeat(200_000))],
  ])('it %s meanwhile: an error instead of a mixture', async (_how, change) => {
    await using space = await temporaryWorkspace()
    const path = join(space.mine, 'files/a')
    put(path, 'x'.repeat(200_000))
    fs.utimesSync(path, 1, 1)

    await using file = await space.workspace.user(42).openRead('files/a')
    const pieces = file.stream[Symbol.asyncIterator]()
    await pieces.next()
    change(path)
    const rest = async () => {
      while (!(await pieces.next()).done);
    }

    await expect(rest()).rejects.toEqual(refused('file_changed'))
  })

  test('it is replaced or removed meanwhile: what was opened is read', async () => {
    await using space = await temporaryWorkspace()
    put(join(space.mine, 'files/a'), 'old')

    await using file = await space.workspace.user(42).openRead('files/a')
    fs.rmSync(join(space.mine, 'files/a'))

    expect((await all(file)).toString()).toBe('old')
  })
})

describe('writing without overwriting', () => {
  test('something is there: it stays, the writer is told, no draft is left', async () => {
    await using space = await temporaryWorkspace()
    const folder = space.workspace.user(42)
    const options = { maxBytes: 10, overwrite: false }

    await folder.writeFile('files/a', text('first'), options)
    await expect(folder.writeFile('files/a', text('second'), options)).rejects.toEqual(refused('exists'))

    expect(fs.readFileSync(join(space.mine, 'files/a'), 'utf8')).toBe('first')
    expect(fs.readdirSync(join(space.mine, 'files'))).toEqual(['a'])
  })

  test('twenty at once: one of them wins, whole', async () => {
    await using space = await temporaryWorkspace()
    const folder = space.workspace.user(42)
    const write = (n: number) =>
      folder.writeFile('files/a', text(`writer ${n}`), { maxBytes: 10, overwrite: false })

    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => write(n)))

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled')
    expect(fs.readFileSync(join(space.mine, 'files/a'), 'utf8')).toBe(`writer ${winner}`)
  })

  test('a writer died right after it gave the file its name: it is read, the draft’s name goes', async () => {
    await using space = await temporaryWorkspace()
    put(join(space.mine, 'files/a'), 'whole')
    fs.linkSync(join(space.mine, 'files/a'), join(space.mine, `files/.aika-${'0'.repeat(18)}.tmp`))

    const { bytes } = await space.workspace.user(42).readFile('files/a', { maxBytes: 10 })

    expect(bytes.toString()).toBe('whole')
    expect(fs.readdirSync(join(space.mine, 'files'))).toEqual(['a'])
  })

  test('writers were killed: what they left anywhere goes once it is old; a young one and other names stay', async () => {
    await using space = await temporaryWorkspace()
    const draft = (digit: string) => `.aika-${digit.repeat(18)}.tmp`
    put(join(space.mine, 'files/deep/er', draft('0')), 'half')
    put(join(space.mine, draft('1')), 'half')
    put(join(space.mine, 'files/.aika-notes.tmp'), 'mine')
    fs.mkdirSync(join(space.mine, 'files', draft('2')))
    fs.symlinkSync('../../43/files', join(space.mine, 'files', draft('3')))
    const folder = space.workspace.user(42)

    expect(await folder.removeDrafts(new Date(Date.now() - 60_000))).toBe(0)
    expect(await folder.removeDrafts(new Date(Date.now() + 60_000))).toBe(2)

    expect(fs.readdirSync(join(space.mine, 'files/deep/er'))).toEqual([])
    expect(fs.readdirSync(join(space.mine, 'files')).sort()).toEqual(
      [draft('2'), draft('3'), '.aika-notes.tmp', 'deep'].sort(),
    )
  })
})

describe('moving', () => {
  test('files and folders get new names, folders on the way are made', async () => {
    await using space = await temporaryWorkspace()
    const folder = space.workspace.user(42)
    put(join(space.mine, 'cache/photo'), 'p')
    put(join(space.mine, 'files/old/a'), 'a')

    await folder.move('cache/photo', 'files/2026/photo.jpg')
    await folder.move('files/old', 'files/new')

    expect(fs.readFileSync(join(space.mine, 'files/2026/photo.jpg'), 'utf8')).toBe('p')
    expect(fs.readdirSync(join(space.mine, 'files')).sort()).toEqual(['2026', 'new'])
    expect(fs.readdirSync(join(space.mine, 'cache'))).toEqual([])
  })

  test('something is there: it stays unless overwriting was asked for; a folder always stays', async () => {
    await using space = await temporaryWorkspace()
    const folder = space.workspace.user(42)
    put(join(space.mine, 'files/a'), 'a')
    put(join(space.mine, 'files/b'), 'b')
    put(join(space.mine, 'files/d/c'), 'c')
    put(join(space.mine, 'files/e/c'), 'c')

    await expect(folder.move('files/a', 'files/b')).rejects.toEqual(refused('exists'))
    await expect(folder.move('files/a', './files//a')).rejects.toEqual(refused('exists'))
    await expect(folder.move('files/d', 'files/e', { overwrite: true })).rejects.toEqual(refused('exists'))
    await expect(folder.move('files/d', 'files/b', { overwrite: true })).rejects.toEqual(refused('exists'))
    await expect(folder.move('files/a', 'files/d', { overwrite: true })).rejects.toEqual(
      refused('not_a_file'),
    )
    await expect(folder.move('files/d', 'files/d/below')).rejects.toEqual(refused('invalid_path'))
    await expect(folder.move('files/none', 'files/x/y')).rejects.toEqual(refused('not_found'))
    expect(fs.readdirSync(join(space.mine, 'files')).sort()).toEqual(['a', 'b', 'd', 'e'])

    await folder.move('files/a', 'files/b', { overwrite: true })
    expect(fs.readFileSync(join(space.mine, 'files/b'), 'utf8')).toBe('a')
  })

  test('a move died between its two steps: doing it again ends it', async () => {
    await using space = await temporaryWorkspace()
    put(join(space.mine, 'files/a'), 'a')
    fs.linkSync(join(space.mine, 'files/a'), join(space.mine, 'files/b'))

    await space.workspace.user(42).move('files/a', 'files/b')

    expect(fs.readdirSync(join(space.mine, 'files'))).toEqual(['b'])
  })

  test('links, pipes and hard links: are not moved into a name of their own', async () => {
    await using space = await temporaryWorkspace()
    const folder = space.workspace.user(42)
    fs.symlinkSync(join(space.outside, 'secret.txt'), join(space.mine, 'files/link'))
    fs.linkSync(join(space.outside, 'secret.txt'), join(space.mine, 'files/hard'))
    execFileSync('mkfifo', [join(space.mine, 'files/pipe')])

    await expect(folder.move('files/link', 'files/x')).rejects.toEqual(refused('link_refused'))
    await expect(folder.move('files/hard', 'files/x')).rejects.toEqual(refused('link_refused'))
    await expect(folder.move('files/pipe', 'files/x')).rejects.toEqual(refused('not_a_file'))
  })
})

describe('copying between folders', () => {
  test('from a person to all and back: whole, never over what is there unless asked for', async () => {
    await using space = await temporaryWorkspace()
    const [mine, shared] = [space.workspace.user(42), space.workspace.shared()]
    put(join(space.mine, 'files/a'), 'a'.repeat(100_000))

    expect(await mine.copy('files/a', shared, 'from/me')).toEqual({ bytes: 100_000 })
    await expect(mine.copy('files/a', shared, 'from/me')).rejects.toEqual(refused('exists'))
    await shared.copy('from/me', mine, 'files/a', { overwrite: true })

    expect(fs.readFileSync(join(space.shared, 'from/me'), 'utf8')).toHaveLength(100_000)
    expect(fs.readFileSync(join(space.mine, 'files/a'), 'utf8')).toHaveLength(100_000)
  })

  test('a link to a neighbour’s file: refused, nothing appears', async () => {
    await using space = await temporaryWorkspace()
    fs.symlinkSync('../../43/files/secret.txt', join(space.mine, 'files/link'))

    const copying = space.workspace.user(42).copy('files/link', space.workspace.shared(), 'got')

    await expect(copying).rejects.toEqual(refused('link_refused'))
    expect(fs.readdirSync(space.shared)).toEqual([])
  })
})
