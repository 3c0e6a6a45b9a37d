import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { SECRET, temporaryWorkspace } from './temporary-workspace.ts'

const text = (content: string) => Buffer.from(content)
const refused = (code: string) => expect.objectContaining({ code, retryable: false })
const isRoot = process.getuid?.() === 0
const openHandles = () => fs.readdirSync('/proc/self/fd').length

describe('a person’s folder (F-FILE 1, 6)', () => {
  test('a file is written below missing folders: it reads back and no handle stays open', async () => {
    await using space = await temporaryWorkspace()
    const folder = space.workspace.user(42)
    await folder.writeFile('files/a/b/c.txt', text('first'), { maxBytes: 10 })
    const before = openHandles()

    await folder.writeFile('files/a/b/c.txt', text('hello'), { maxBytes: 10 })
    const slice = await folder.readFile('files/a/b/c.txt', { maxBytes: 3, offset: 1 })

    expect(slice).toMatchObject({ bytes: text('ell'), totalBytes: 5 })
    expect(openHandles()).toBe(before)
    expect(fs.readdirSync(join(space.mine, 'files/a/b'))).toEqual(['c.txt'])
  })

  test('a stream passes its limit: an error, the old file stays and no draft is left', async () => {
    await using space = await temporaryWorkspace()
    const folder = space.workspace.user(42)
    await folder.writeFile('cache/x', text('old'), { maxBytes: 10 })
    async function* endless() {
      for (;;) yield text('12345')
    }

    await expect(folder.writeFile('cache/x', endless(), { maxBytes: 12 })).rejects.toEqual(
      refused('too_large'),
    )
    await expect(folder.writeFile('cache/x', text('x'.repeat(13)), { maxBytes: 12 })).rejects.toEqual(
      refused('too_large'),
    )

    expect(fs.readFileSync(join(space.mine, 'cache/x'), 'utf8')).toBe('old')
    expect(fs.readdirSync(join(space.mine, 'cache'))).toEqual(['x'])
  })

  test('an executable script is overwritten: it stays executable', async () => {
    await using space = await temporaryWorkspace()
    fs.writeFileSync(join(space.mine, 'files/run.sh'), 'old', { mode: 0o750 })

    await space.workspace.user(42).writeFile('files/run.sh', text('new'), { maxBytes: 10 })

    expect(fs.statSync(join(space.mine, 'files/run.sh')).mode & 0o777).toBe(0o750)
  })

  test('a new person’s first read: the folder is there, private, and empty', async () => {
    await using space = await temporaryWorkspace()

    const { entries } = await space.workspace.user(99).list('', { maxEntries: 10 })

    expect(entries.map(({ path, kind }) => [path, kind])).toEqual([
      ['cache', 'folder'],
      ['files', 'folder'],
      ['logs', 'folder'],
    ])
    expect(fs.statSync(join(space.mine, '../99')).mode & 0o777).toBe(0o700)
  })

  test.each([0, -1, 1.5, Number.NaN, '../43' as unknown as number])('user id %p: refused', async (userId) => {
    await using space = await temporaryWorkspace()
    await expect(space.workspace.user(userId).list('', { maxEntries: 1 })).rejects.toEqual(
      refused('invalid_path'),
    )
    await expect(space.workspace.ensureUserFolder(userId)).rejects.toEqual(refused('invalid_path'))
  })

  test('a sparse file of 1 TB: a read costs no more than its limit', async () => {
    await using space = await temporaryWorkspace()
    fs.truncateSync(
      (fs.writeFileSync(join(space.mine, 'files/big'), ''), join(space.mine, 'files/big')),
      2 ** 40,
    )

    const slice = await space.workspace.user(42).readFile('files/big', { maxBytes: 1_000, offset: 2 ** 39 })

    expect(slice.bytes).toHaveLength(1_000)
    expect(slice.totalBytes).toBe(2 ** 40)
    expect((await space.workspace.user(42).usage()).bytes).toBeLessThan(100_000)
  })
})

describe('what a sandbox may leave in a folder (F-FILE 6)', () => {
  const plants: [string, string, (at: string, outside: string) => void][] = [
    ['a link to a neighbour’s file', 'link_refused', (at) => fs.symlinkSync('../../43/files/secret.txt', at)],
    ['an absolute link', 'link_refused', (at, outside) => fs.symlinkSync(join(outside, 'secret.txt'), at)],
    ['a link to the reader’s environment', 'link_refused', (at) => fs.symlinkSync('/proc/self/environ', at)],
    ['a link to an endless device', 'link_refused', (at) => fs.symlinkSync('/dev/zero', at)],
    ['a link to nothing', 'link_refused', (at) => fs.symlinkSync('nowhere', at)],
    ['a hard link', 'link_refused', (at, outside) => fs.linkSync(join(outside, 'secret.txt'), at)],
    ['a FIFO', 'not_a_file', (at) => execFileSync('mkfifo', [at])],
    ['a folder', 'not_a_file', (at) => fs.mkdirSync(at)],
    ['a setuid file', 'special_bits_refused', (at) => (fs.writeFileSync(at, 'x'), fs.chmodSync(at, 0o4755))],
    ['a setgid file', 'special_bits_refused', (at) => (fs.writeFileSync(at, 'x'), fs.chmodSync(at, 0o2755))],
  ]
  if (isRoot) {
    plants.push(
      ['an endless device', 'not_a_file', (at) => execFileSync('mknod', [at, 'c', '1', '5'])],
      ['a terminal device', 'not_a_file', (at) => execFileSync('mknod', [at, 'c', '5', '0'])],
      ['a block device', 'not_a_file', (at) => execFileSync('mknod', [at, 'b', '7', '99'])],
    )
  }

  test.each(plants)('%s: is neither read nor written, at once', async (_what, code, plant) => {
    await using space = await temporaryWorkspace()
    const folder = space.workspace.user(42)
    plant(join(space.mine, 'files/thing'), space.outside)

    await expect(folder.readFile('files/thing', { maxBytes: 100 })).rejects.toEqual(refused(code))
    await expect(folder.writeFile('files/thing', text('mine'), { maxBytes: 100 })).rejects.toEqual(
      refused(code),
    )

    expect(fs.readFileSync(join(space.outside, 'secret.txt'), 'utf8')).toBe(SECRET)
    expect(fs.readdirSync(join(space.mine, 'files'))).toEqual(['thing'])
  })

  test('a socket: is neither read nor written', async () => {
    await using space = await temporaryWorkspace()
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(join(space.mine, 'files/s'), resolve))

    await expect(space.workspace.user(42).readFile('files/s', { maxBytes: 1 })).rejects.toEqual(
      refused('not_a_file'),
    )
    await expect(space.workspace.user(42).writeFile('files/s', text('x'), { maxBytes: 1 })).rejects.toEqual(
      refused('not_a_file'),
    )
    await new Promise((resolve) => server.close(resolve))
  })

  test.each(['files', 'cache', 'logs'])(
    '%s is a link to a neighbour: used by nobody, then mended',
    async (name) => {
      await using space = await temporaryWorkspace()
      const folder = space.workspace.user(42)
      fs.rmdirSync(join(space.mine, name))
      fs.symlinkSync('../43/files', join(space.mine, name))

      await expect(folder.readFile(`${name}/secret.txt`, { maxBytes: 100 })).rejects.toEqual(
        refused('not_a_folder'),
      )
      await expect(folder.writeFile(`${name}/x`, text('x'), { maxBytes: 1 })).rejects.toEqual(
        refused('not_a_folder'),
      )
      await expect(folder.writeFile(`${name}/a/x`, text('x'), { maxBytes: 1 })).rejects.toEqual(
        refused('not_a_folder'),
      )
      await expect(folder.list(name, { maxEntries: 9 })).rejects.toEqual(refused('not_a_folder'))
      await folder.removeOlderThan('', new Date(Date.now() + 60_000)).catch(() => undefined)
      await space.workspace.ensureUserFolder(42)

      expect(fs.lstatSync(join(space.mine, name)).isDirectory()).toBe(true)
      expect(fs.readdirSync(join(space.mine, '../43/files'))).toEqual(['secret.txt'])
    },
  )

  test('a person’s whole folder is a link: refused, and left to the operator', async () => {
    await using space = await temporaryWorkspace()
    fs.symlinkSync('43', join(space.mine, '../44'))

    await expect(space.workspace.ensureUserFolder(44)).rejects.toEqual(refused('not_a_folder'))
    await expect(space.workspace.user(44).list('files', { maxEntries: 9 })).rejects.toEqual(
      refused('not_a_folder'),
    )

    expect(fs.lstatSync(join(space.mine, '../44')).isSymbolicLink()).toBe(true)
  })

  test('modes were changed to 000 and 777: ensureUserFolder makes them 0700', async () => {
    await using space = await temporaryWorkspace()
    fs.chmodSync(join(space.mine, 'files'), 0o000)
    fs.chmodSync(join(space.mine, 'cache'), 0o1777)
    fs.chmodSync(space.mine, 0o000)

    await space.workspace.ensureUserFolder(42)

    for (const name of ['', 'files', 'cache']) {
      expect(fs.statSync(join(space.mine, name)).mode & 0o7777).toBe(0o700)
    }
  })

  test.each(['', 'files', 'cache', 'logs'])(
    '%j alone is open to others, or is missing: mended',
    async (name) => {
      await using space = await temporaryWorkspace()
      const folder = join(space.mine, name)
      fs.chmodSync(folder, 0o711)

      await space.workspace.ensureUserFolder(42)
      expect(fs.statSync(folder).mode & 0o7777).toBe(0o700)

      fs.rmSync(folder, { recursive: true })
      await space.workspace.ensureUserFolder(42)
      expect(fs.statSync(folder).mode & 0o7777).toBe(0o700)
    },
  )

  test('names with newlines, escapes and no UTF-8: a listing shows them harmless and says so', async () => {
    await using space = await temporaryWorkspace()
    fs.writeFileSync(join(space.mine, 'files/a\nb'), '')
    fs.writeFileSync(join(space.mine, 'files/\u001b[31mred'), '')
    fs.writeFileSync(Buffer.concat([Buffer.from(join(space.mine, 'files/')), Buffer.from([0x66, 0xff])]), '')
    fs.symlinkSync('/etc', join(space.mine, 'files/link'))
    execFileSync('mkfifo', [join(space.mine, 'files/pipe')])

    const { entries, truncated } = await space.workspace.user(42).list('files', { maxEntries: 50 })

    expect(truncated).toBe(false)
    expect(entries.map(({ path, plain, kind }) => [path, plain, kind])).toEqual([
      ['files/\\x1b[31mred', false, 'file'],
      ['files/a\\x0ab', false, 'file'],
      ['files/f\\xff', false, 'file'],
      ['files/link', true, 'link'],
      ['files/pipe', true, 'other'],
    ])
  })

  test('very many and very deep entries: a listing is cut and says so', async () => {
    await using space = await temporaryWorkspace()
    for (let i = 0; i < 300; i++) fs.writeFileSync(join(space.mine, `files/${i}`), '')
    fs.mkdirSync(join(space.mine, 'cache', 'd/'.repeat(40)), { recursive: true })
    const folder = space.workspace.user(42)

    const wide = await folder.list('files', { maxEntries: 100 })
    const exact = await folder.list('files', { maxEntries: 300 })
    const deep = await folder.list('cache', { maxEntries: 100, recursive: true })

    expect([wide.entries.length, wide.truncated]).toEqual([100, true])
    expect([exact.entries.length, exact.truncated]).toEqual([300, false])
    expect([deep.entries.length, deep.truncated]).toEqual([16, true])
  })

  test('a tree of 3,000 folders: counting ends, bounded, and says that there is more', async () => {
    await using space = await temporaryWorkspace()
    const dig = 'for (let i = 0; i < 3000; i++) { fs.mkdirSync("d"); process.chdir("d") }'
    execFileSync(process.execPath, ['-e', dig], { cwd: join(space.mine, 'files') })

    const usage = await space.workspace.user(42).usage()
    execFileSync('rm', ['-rf', join(space.mine, 'files/d')])

    expect(usage).toMatchObject({ complete: false })
    expect(usage.entries).toBeLessThan(200)
  })
})

describe('cleaning up (F-FILE 8)', () => {
  test('old things with links, closed folders and false dates among them: they go, the neighbour’s stay', async () => {
    await using space = await temporaryWorkspace()
    const cache = join(space.mine, 'cache')
    fs.mkdirSync(join(cache, 'deep/er'), { recursive: true })
    fs.writeFileSync(join(cache, 'deep/er/file'), 'x')
    fs.writeFileSync(join(cache, 'from-the-future'), 'x')
    fs.utimesSync(join(cache, 'from-the-future'), 4e9, 4e9)
    fs.symlinkSync('../../43/files', join(cache, 'link'))
    fs.chmodSync(join(cache, 'deep/er'), 0o000)

    const removed = await space.workspace.user(42).removeOlderThan('cache', new Date(Date.now() + 60_000))

    expect(removed).toBe(5)
    expect(fs.readdirSync(cache)).toEqual([])
    expect(fs.readdirSync(join(space.mine, '../43/files'))).toEqual(['secret.txt'])
  })

  test('a new file that pretends to be from 1970: it stays', async () => {
    await using space = await temporaryWorkspace()
    fs.writeFileSync(join(space.mine, 'cache/new'), 'x')
    fs.utimesSync(join(space.mine, 'cache/new'), 0, 0)

    expect(await space.workspace.user(42).removeOlderThan('cache', new Date(Date.now() - 60_000))).toBe(0)
    expect(await space.workspace.user(42).removeOlderThan('cache/none', new Date())).toBe(0)

    expect(fs.readdirSync(join(space.mine, 'cache'))).toEqual(['new'])
  })
})
