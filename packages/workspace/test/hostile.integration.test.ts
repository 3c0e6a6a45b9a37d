import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { SECRET, temporaryWorkspace } from './temporary-workspace.ts'

const soon = () => new Date(Date.now() + 60_000)
const codeOf = (error: unknown) => String((error as { code?: unknown }).code)

describe('one name is everything in turn, and a folder a link, while a service works (F-FILE 6)', () => {
  test('10,000 reads and writes: nothing outside is read or written, nothing is waited for', async () => {
    await using space = await temporaryWorkspace()
    const folder = space.workspace.user(42)
    const outcomes: Record<string, number> = {}
    const leaks: string[] = []
    let attempts = 0
    const attempt = async (outcome: string, work: () => Promise<string>) => {
      attempts++
      const [name, seen] = await work().then(
        (text) => [outcome, text] as const,
        (error: unknown) => [codeOf(error), ''] as const,
      )
      outcomes[name] = (outcomes[name] ?? 0) + 1
      if (seen.includes(SECRET) || seen.includes('setuid') || seen.includes('\0')) leaks.push(seen)
    }
    const read = (path: string) =>
      attempt('read', async () => (await folder.readFile(path, { maxBytes: 1_000 })).bytes.toString())
    const stream = (path: string) =>
      attempt('read', async () => {
        await using file = await folder.openRead(path)
        let seen = ''
        for await (const piece of file.stream) seen += Buffer.from(piece).toString()
        return seen
      })
    const write = (path: string) =>
      attempt('written', async () => {
        await folder.writeFile(path, Buffer.from('mine'), { maxBytes: 9 })
        return ''
      })
    const also = (work: Promise<unknown>) => work.catch(() => undefined)

    const attacker = fork(join(__dirname, 'flip-kinds.mjs'), [space.mine, space.outside], { execArgv: [] })
    const [kinds] = (await once(attacker, 'message')) as [string[]]
    for (let round = 0; attempts < 10_000; round++) {
      await Promise.all([
        read('files/thing'),
        stream('files/thing'),
        read('files/dir/secret.txt'),
        write('files/thing'),
        write('files/dir/mine.txt'),
        round % 10 === 0 && also(folder.copy('files/thing', folder, 'files/copy', { overwrite: true })),
        round % 10 === 1 && also(folder.move('files/thing', 'files/dir/moved', { overwrite: true })),
        round % 10 === 2 && also(folder.sniff('files/thing')),
        round % 10 === 3 && also(folder.remove('files/dir/moved')),
        round % 10 === 4 && also(folder.stat('files/thing')),
      ])
      if (round % 10 === 0) await also(read('files/copy'))
    }
    expect(attacker.exitCode).toBeNull()
    const gone = once(attacker, 'exit')
    attacker.kill('SIGKILL')
    await gone

    expect(leaks).toEqual([])
    expect(fs.readdirSync(space.outside).sort()).toEqual(['outside-only', 'secret.txt'])
    expect(fs.readFileSync(join(space.outside, 'secret.txt'), 'utf8')).toBe(SECRET)
    expect(fs.readdirSync(join(space.mine, '../43/files'))).toEqual(['secret.txt'])
    expect(kinds).toEqual(expect.arrayContaining(['link', 'fifo', 'hard', 'socket', 'setuid', 'endless']))
    // All of them were met, or this test proves nothing.
    for (const met of [
      'read',
      'written',
      'not_a_file',
      'link_refused',
      'special_bits_refused',
      'not_a_folder',
    ])
      expect([met, (outcomes[met] ?? 0) > 50]).toEqual([met, true])
  }, 240_000)
})

describe('100,000 entries in one folder', () => {
  test('looked at, searched, counted and removed: each is bounded, and says when it is not all', async () => {
    await using space = await temporaryWorkspace()
    const folder = space.workspace.user(42)
    const many = join(space.mine, 'files/many')
    fs.mkdirSync(many)
    for (let index = 0; index < 100_000; index++) fs.closeSync(fs.openSync(join(many, `file ${index}`), 'w'))
    const before = process.memoryUsage().rss
    let peak = before
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20)

    const listed = await folder.list('files/many', { maxEntries: 10_000 })
    const found = await folder.find('file 9*', { maxMatches: 1_000 })
    const none = await folder.find('nothing', { maxMatches: 10 })
    const grepped = await folder.grep('x', { maxMatches: 10 })
    const recent = await folder.recent(100)
    const usage = await folder.usage()
    const read = await folder.readFile('files/many/file 99999', { maxBytes: 10 })
    const removed = await folder.remove('files/many', { recursive: true })
    clearInterval(watch)

    expect([listed.entries.length, listed.truncated]).toEqual([10_000, true])
    expect([found.entries.length, found.truncated]).toEqual([1_000, true])
    expect([none.entries, none.truncated]).toEqual([[], true])
    expect([grepped.matches, grepped.truncated]).toEqual([[], true])
    expect([recent.entries.length, recent.truncated]).toEqual([100, true])
    expect(usage).toMatchObject({ entries: 100_004, complete: true })
    expect(read.totalBytes).toBe(0)
    expect(removed).toBe(100_001)
    expect(fs.readdirSync(join(space.mine, 'files'))).toEqual([])
    expect((peak - before) / 2 ** 20).toBeLessThan(256)
  }, 240_000)
})

/** What a kernel takes as a name and a person does not. */
const strange = [
  'a\nb',
  '\u001b[2J\u001b]0;title\u0007',
  '\r',
  '\t',
  '\u202egpj.exe',
  '\u2028',
  '-rf',
  '--',
  ' ',
  '...',
  '..a',
  '$(reboot)',
  '`id`; id',
  '*',
  'files%2F..%2F..',
  '\\..\\..\\x',
  'é'.repeat(127),
  '\u0085',
  '.aika-0.tmp',
].map((name) => Buffer.from(name))
const invalid = [
  Buffer.from([0xff, 0xfe]),
  Buffer.from([0x61, 0xc0, 0xaf, 0x62]),
  Buffer.from([0xed, 0xa0, 0x80]),
]

describe('names with newlines, control characters and no UTF-8', () => {
  const fill = (root: string) => {
    for (const name of [...strange, ...invalid]) {
      const path = Buffer.concat([Buffer.from(`${root}/`), name])
      fs.mkdirSync(Buffer.concat([path, Buffer.from('d')]))
      fs.writeFileSync(Buffer.concat([path, Buffer.from('d/'), name]), 'needle')
      fs.symlinkSync('../../43/files/secret.txt', Buffer.concat([path, Buffer.from('l')]))
    }
  }

  test('what is shown of them is harmless, and what says it can be asked for again, can', async () => {
    await using space = await temporaryWorkspace()
    const folder = space.workspace.user(42)
    fs.writeFileSync(join(space.mine, '../43/files/secret.txt'), 'needle of the neighbour')
    fill(join(space.mine, 'files'))

    const { entries, truncated } = await folder.list('files', { maxEntries: 1_000, recursive: true })
    const found = await folder.find('**', { maxMatches: 1_000 })
    const recent = await folder.recent(1_000)
    const { matches } = await folder.grep('needle', { maxMatches: 1_000 })

    const count = strange.length + invalid.length
    expect([entries.length, truncated]).toEqual([3 * count, false])
    const shown = [...entries, ...found.entries, ...recent.entries, ...matches].map(({ path }) => path)
    for (const path of shown)
      // eslint-disable-next-line no-control-regex
      expect(path).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufffd]/)
    const files = [...entries, ...recent.entries].filter(({ plain, kind }) => plain && kind === 'file')
    expect(files.length).toBeGreaterThan(10)
    for (const { path } of files)
      expect((await folder.readFile(path, { maxBytes: 99 })).bytes.toString()).toBe('needle')
    expect(matches.filter(({ text }) => text !== 'needle')).toEqual([])
  })

  test('all of them can be counted, cleaned up and removed; the neighbour’s files stay', async () => {
    await using space = await temporaryWorkspace()
    const folder = space.workspace.user(42)
    const count = strange.length + invalid.length
    fill(join(space.mine, 'cache'))
    fs.mkdirSync(join(space.mine, 'files/all'))
    fill(join(space.mine, 'files/all'))

    expect((await folder.usage()).entries).toBe(6 * count + 4)
    expect(await folder.removeOlderThan('cache', soon())).toBe(3 * count)
    expect(await folder.remove('files/all', { recursive: true })).toBe(3 * count + 1)

    expect(fs.readdirSync(join(space.mine, 'cache'))).toEqual([])
    expect(fs.readdirSync(join(space.mine, 'files'))).toEqual([])
    expect(fs.readFileSync(join(space.mine, '../43/files/secret.txt'), 'utf8')).toBe(SECRET)
  })
})

describe('what is no plain file, for everything that can be done with one', () => {
  const plants: [string, (at: string, outside: string) => void][] = [
    ['a link', (at, outside) => fs.symlinkSync(join(outside, 'secret.txt'), at)],
    ['a link to an endless device', (at) => fs.symlinkSync('/dev/zero', at)],
    ['a hard link', (at, outside) => fs.linkSync(join(outside, 'secret.txt'), at)],
    ['a pipe', (at) => execFileSync('mkfifo', [at])],
    ['a setuid file', (at) => (fs.writeFileSync(at, 'x'), fs.chmodSync(at, 0o4755))],
  ]
  if (process.getuid?.() === 0) plants.push(['a device', (at) => execFileSync('mknod', [at, 'c', '1', '5'])])

  test.each(plants)(
    '%s: not opened, sniffed, copied, moved or written over; it can be removed',
    async (_what, plant) => {
      await using space = await temporaryWorkspace()
      const folder = space.workspace.user(42)
      plant(join(space.mine, 'files/thing'), space.outside)
      fs.writeFileSync(join(space.mine, 'files/mine'), 'mine')
      const refused = expect.objectContaining({
        code: expect.stringMatching(/^(?:link_refused|not_a_file|special_bits_refused|exists)$/),
      })

      for (const work of [
        () => folder.openRead('files/thing'),
        () => folder.sniff('files/thing'),
        () => folder.copy('files/thing', folder, 'files/copy'),
        () => folder.copy('files/mine', folder, 'files/thing', { overwrite: true }),
        () => folder.move('files/thing', 'files/other', { overwrite: true }),
        () => folder.move('files/thing', 'files/other'),
        () => folder.move('files/mine', 'files/thing', { overwrite: true }),
        () => folder.move('files/mine', 'files/thing'),
        () => folder.writeFile('files/thing', Buffer.from('x'), { maxBytes: 9, overwrite: false }),
      ])
        await expect(work()).rejects.toEqual(refused)
      expect((await folder.grep('mine', { maxMatches: 9 })).matches.map(({ path }) => path)).toEqual([
        'files/mine',
      ])
      expect(await folder.remove('files/thing')).toBe(1)

      expect(fs.readdirSync(join(space.mine, 'files'))).toEqual(['mine'])
      expect(fs.readFileSync(join(space.outside, 'secret.txt'), 'utf8')).toBe(SECRET)
    },
  )
})
