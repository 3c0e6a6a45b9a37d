import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { SECRET, temporaryWorkspace } from './temporary-workspace.ts'

const refused = (code: string) => expect.objectContaining({ code, retryable: false })
const put = (path: string, content: string | Uint8Array = 'x') => {
  fs.mkdirSync(join(path, '..'), { recursive: true })
  fs.writeFileSync(path, content)
}

describe('finding by name', () => {
  test('a glob: paths that can be used again, below the folder that was asked for', async () => {
    await using space = await temporaryWorkspace()
    for (const name of ['files/a.pdf', 'files/deep/B.PDF', 'files/b.txt', 'cache/c.pdf'])
      put(join(space.mine, name))
    const folder = space.workspace.user(42)

    const everywhere = await folder.find('*.pdf', { maxMatches: 10 })
    const below = await folder.find('**/*.pdf', { maxMatches: 10, path: 'files' })

    expect(everywhere.entries.map(({ path }) => path)).toEqual([
      'cache/c.pdf',
      'files/a.pdf',
      'files/deep/B.PDF',
    ])
    expect(below.entries.map(({ path }) => path)).toEqual(['files/a.pdf', 'files/deep/B.PDF'])
  })

  test('more than asked for: cut, and said', async () => {
    await using space = await temporaryWorkspace()
    for (let i = 0; i < 30; i++) put(join(space.mine, `files/${i}.txt`))
    const folder = space.workspace.user(42)

    const some = await folder.find('*.txt', { maxMatches: 29 })
    const exact = await folder.find('*.txt', { maxMatches: 30 })

    expect([some.entries.length, some.truncated]).toEqual([29, true])
    expect([exact.entries.length, exact.truncated]).toEqual([30, false])
    await expect(folder.find('*', { maxMatches: 0 })).rejects.toEqual(refused('bad_pattern'))
    await expect(folder.find('*', { maxMatches: 9, path: '../43' })).rejects.toEqual(refused('invalid_path'))
  })
})

describe('finding by content', () => {
  test('plain text, any case, regular expressions, only some files: each line with its number', async () => {
    await using space = await temporaryWorkspace()
    put(join(space.mine, 'files/a.md'), 'one\r\nTwo (2) words\r\nthree')
    put(join(space.mine, 'files/b.txt'), 'two\nТРИ слова')
    const folder = space.workspace.user(42)
    const found = async (pattern: string, more = {}) =>
      (await folder.grep(pattern, { maxMatches: 10, ...more })).matches.map(
        ({ path, line, text }) => `${path}:${line}: ${text}`,
      )

    expect(await found('Two (2)')).toEqual(['files/a.md:2: Two (2) words'])
    expect((await found('two', { ignoreCase: true })).sort()).toEqual([
      'files/a.md:2: Two (2) words',
      'files/b.txt:1: two',
    ])
    expect(await found('^t\\w+e$', { isRegex: true })).toEqual(['files/a.md:3: three'])
    expect(await found('три', { isRegex: true, ignoreCase: true })).toEqual(['files/b.txt:2: ТРИ слова'])
    expect(await found('t', { glob: '*.txt', path: 'files' })).toEqual(['files/b.txt:1: two'])
  })

  test('what is binary, large, a link, a pipe or a neighbour’s: is left out, and nothing hangs', async () => {
    await using space = await temporaryWorkspace()
    put(join(space.mine, 'files/binary'), `\0${SECRET}`)
    put(join(space.mine, 'files/large'), Buffer.alloc(4_000_001, SECRET))
    fs.symlinkSync('../../43/files/secret.txt', join(space.mine, 'files/link'))
    fs.symlinkSync('../../43/files', join(space.mine, 'files/folder'))
    fs.linkSync(join(space.outside, 'secret.txt'), join(space.mine, 'files/hard'))
    execFileSync('mkfifo', [join(space.mine, 'files/pipe')])
    put(join(space.mine, 'files/new\nline'), SECRET)

    const result = await space.workspace.user(42).grep('SECRET', { maxMatches: 10 })

    expect(result).toEqual({ matches: [], truncated: false, tooLarge: 1 })
  })

  test('40 MB of it: 32 MB are read, and it is said', async () => {
    await using space = await temporaryWorkspace()
    for (let i = 0; i < 11; i++) put(join(space.mine, `files/${i}`), Buffer.alloc(3_700_000, 'x'))

    const { truncated } = await space.workspace.user(42).grep('y', { maxMatches: 10 })

    expect(truncated).toBe(true)
  })

  test('a pattern made to take for ever: it does not', async () => {
    await using space = await temporaryWorkspace()
    put(join(space.mine, 'files/a'), `${'a'.repeat(9_000)}!`)
    const folder = space.workspace.user(42)

    const { matches } = await folder.grep('(a+)+$', { maxMatches: 10, isRegex: true })

    expect(matches).toEqual([])
    await expect(folder.grep('(', { maxMatches: 10, isRegex: true })).rejects.toEqual(refused('bad_pattern'))
    await expect(folder.grep('(?=a)', { maxMatches: 10, isRegex: true })).rejects.toEqual(
      refused('bad_pattern'),
    )
    await expect(folder.grep('', { maxMatches: 10 })).rejects.toEqual(refused('bad_pattern'))
  })

  test('a long line: what was found is in what is shown', async () => {
    await using space = await temporaryWorkspace()
    put(join(space.mine, 'files/a'), `${'x'.repeat(5_000)}needle${'y'.repeat(3_000)}`)

    const { matches } = await space.workspace.user(42).grep('needle', { maxMatches: 10 })

    expect(matches[0]!.text).toContain('needle')
    expect(matches[0]!.text).toHaveLength(300)
  })
})

describe('the newest files', () => {
  test('of files and cache, newest first; logs, folders and links are not among them', async () => {
    await using space = await temporaryWorkspace()
    const at = (path: string, seconds: number) => {
      put(join(space.mine, path))
      fs.utimesSync(join(space.mine, path), seconds, seconds)
    }
    at('files/deep/old', 1_000)
    at('cache/new', 3_000)
    at('files/middle', 2_000)
    at('logs/run', 4_000)
    fs.symlinkSync('/etc/passwd', join(space.mine, 'files/link'))
    const folder = space.workspace.user(42)

    const { entries, truncated } = await folder.recent(2)

    expect(entries.map(({ path }) => path)).toEqual(['cache/new', 'files/middle'])
    expect(truncated).toBe(true)
    expect(await folder.recent(3)).toMatchObject({ truncated: false })
  })
})

describe('the type of a file', () => {
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)])
  }
  const png = Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
    chunk('IDAT', deflateSync(Buffer.from([0, 0]))),
    chunk('IEND', Buffer.alloc(0)),
  ])

  test.each([
    ['a picture with a text’s name', 'x.txt', png, 'image/png'],
    ['text with a picture’s name', 'x.png', Buffer.from('Grüße, мир'), 'text/plain'],
    ['nothing at all', 'empty', Buffer.alloc(0), 'text/plain'],
    ['text that is cut in a character', 'long', Buffer.from(`a${'я'.repeat(40_000)}`), 'text/plain'],
    ['no UTF-8', 'latin', Buffer.from('gr\xfc\xdfe', 'latin1'), 'application/octet-stream'],
    ['a PDF', 'doc', Buffer.from('%PDF-1.7\n'), 'application/pdf'],
    [
      'a voice message',
      'v',
      Buffer.concat([Buffer.from('OggS\0\x02'), Buffer.alloc(22), Buffer.from('OpusHead')]),
      'audio/ogg; codecs=opus',
    ],
    ['a truncated archive', 'z', Buffer.from('PK\x03\x04', 'latin1'), 'application/zip'],
  ])('%s', async (_what, name, content, mime) => {
    await using space = await temporaryWorkspace()
    put(join(space.mine, 'files', name), content)

    expect(await space.workspace.user(42).sniff(`files/${name}`)).toBe(mime)
  })
})
