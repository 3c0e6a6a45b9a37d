import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWorkspace, type Folder } from '@aika/workspace'
import { sandboxUser } from '../src/domain/container-spec.ts'
import { useBareSandbox } from './bare-sandbox.ts'

const sandbox = useBareSandbox()
const secret = 'SECRET-of-the-neighbour'
process.env['AIKA_TEST_TOKEN'] = `${secret}-in-the-environment`
const base = fs.mkdtempSync(join(tmpdir(), 'aika-left-'))
fs.chmodSync(base, 0o755)
const userDir = join(base, 'users')
fs.mkdirSync(userDir, { mode: 0o755 })
const workspace = openWorkspace({ userDir, sharedDir: '/nowhere', owner: sandboxUser })
const folder = workspace.user(42)
const mine = join(userDir, '42')
const limits = { fileSizeBytes: 300 * 2 ** 20, memoryBytes: 256 * 2 ** 20 }
const run = async (script: string) => {
  await workspace.ensureUserFolder(42)
  return sandbox.run(script, limits, mine)
}
const python = (lines: string) => run(`python3 - <<'END'\n${lines}\nEND`)

beforeEach(async () => {
  await workspace.ensureUserFolder(43)
  fs.writeFileSync(join(userDir, '43/files/theirs'), secret)
  fs.writeFileSync(join(base, 'outside'), secret)
})
afterEach(async () => {
  expect(fs.readFileSync(join(userDir, '43/files/theirs'), 'utf8')).toBe(secret)
  expect(fs.readFileSync(join(base, 'outside'), 'utf8')).toBe(secret)
  expect(fs.readdirSync(join(userDir, '43/files'))).toEqual(['theirs'])
  expect(fs.readdirSync(base).sort()).toEqual(['outside', 'users'])
  await workspace.removePerson(42)
  expect(fs.existsSync(mine)).toBe(false)
})
afterAll(() => fs.rmSync(base, { recursive: true, force: true }))

const text = Buffer.from('written by a service')
const later = () => new Date(Date.now() + 60_000)

/** All that services ever do with a folder. What each answers or refuses is put down; what it read is looked through. */
async function everyReader(paths: string[]): Promise<Record<string, string>> {
  const outcomes: Record<string, string> = {}
  const put = async (what: string, work: () => Promise<unknown>) => {
    const seen = await work().then(
      (value) =>
        JSON.stringify(value, (_key, held: unknown) => (typeof held === 'bigint' ? `${held}` : held)),
      (error: { code?: string; message: string }) => `! ${error.code} ${error.message}`,
    )
    expect(seen ?? '').not.toContain(secret)
    outcomes[what] = (seen ?? 'done').slice(0, 200)
  }
  for (const path of paths) {
    await put(`read ${path}`, async () =>
      (await folder.readFile(path, { maxBytes: 65_536 })).bytes.toString(),
    )
    await put(`open ${path}`, () => sent(folder, path))
    await put(`sniff ${path}`, () => folder.sniff(path))
    await put(`stat ${path}`, () => folder.stat(path))
    await put(`copy ${path}`, () => folder.copy(path, folder, 'files/a copy', { overwrite: true }))
    await put(`move ${path}`, () => folder.move(path, 'files/moved', { overwrite: true }))
    await put(`write below ${path}`, () => folder.writeFile(`${path}/new`, text, { maxBytes: 99 }))
  }
  await put('list', () => folder.list('files', { maxEntries: 10_000, recursive: true }))
  await put('find', () => folder.find('**/*', { maxMatches: 1_000 }))
  await put('grep', () => folder.grep('SECRET', { maxMatches: 100 }))
  await put('recent', () => folder.recent(1_000))
  await put('usage', () => folder.usage())
  await put('save', () => folder.writeFile('cache/saved', text, { maxBytes: 99 }))
  for (const name of ['cache', 'logs'])
    await put(`clean ${name}`, () => folder.removeOlderThan(name, later()))
  await put('drafts', () => folder.removeDrafts(later()))
  return outcomes
}

/** As the bot sends a file: at most 50 MB of it, in pieces. */
async function sent(from: Folder, path: string): Promise<string> {
  await using file = await from.openRead(path)
  if (file.bytes > 50_000_000) return 'too large to be sent'
  let start = ''
  for await (const piece of file.stream) start ||= Buffer.from(piece.subarray(0, 99)).toString()
  return start
}

/** The heap's and buffers' growth, in MB, while something is done. */
async function grownBy<Result>(work: () => Promise<Result>): Promise<[Result, number]> {
  const before = process.memoryUsage().rss
  let peak = before
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 10)
  const result = await work().finally(() => clearInterval(watch))
  return [result, (peak - before) / 2 ** 20]
}

describe('what a command leaves behind, for everything that reads the folder later', () => {
  test('links: none is followed, none redirects what a service writes', async () => {
    await run(`cd files
      ln -s /proc/self/environ environ; ln -s ../../43/files/theirs neighbour; ln -s ../../43/files folder
      ln -s ${base}/outside absolute; ln -s loop loop; ln -s /dev/zero endless; ln -s /proc/self/fd fds; ln -s . here`)
    const names = ['environ', 'neighbour', 'folder', 'absolute', 'loop', 'endless', 'fds', 'here']

    const outcomes = await everyReader(names.map((name) => `files/${name}`))

    for (const name of names) expect(outcomes[`read files/${name}`]).toMatch(/^! (link_refused|not_a_folder)/)
    for (const name of names) expect(outcomes[`write below files/${name}`]).toMatch(/^! not_a_folder/)
    expect(outcomes['grep']).toContain('"matches":[]')
  })

  test.each(['cache', 'files', 'logs', 'notes'])(
    '%s/ is a link: moved aside, the next write is its own',
    async (name) => {
      await run(`rm -rf ${name}; ln -s ../43/files ${name}; ls -la`)
      expect(fs.lstatSync(join(mine, name)).isSymbolicLink()).toBe(true)

      await expect(folder.writeFile(`${name}/new`, text, { maxBytes: 99 })).rejects.toMatchObject({
        code: 'not_a_folder',
      })
      await everyReader([`${name}/theirs`])
      await workspace.ensureUserFolder(42)

      if (name === 'notes') return
      await folder.writeFile(`${name}/new`, text, { maxBytes: 99 })
      expect(fs.readFileSync(join(mine, name, 'new'), 'utf8')).toBe(text.toString())
    },
  )

  test('pipes and sockets: nobody waits for them', async () => {
    await python(`import os, socket
os.chdir('/work/files')
os.mkfifo('pipe'); os.mkfifo('../cache/pipe')
socket.socket(socket.AF_UNIX).bind('socket')`)

    const outcomes = await everyReader(['files/pipe', 'files/socket', 'cache/pipe'])

    for (const path of ['files/pipe', 'files/socket'])
      expect(outcomes[`read ${path}`]).toMatch(/^! not_a_file/)
    expect(fs.readdirSync(join(mine, 'cache'))).toEqual([])
  })

  test('hard links: refused, counted once; setuid bits were never given', async () => {
    const said = await run(
      `cd files; echo x > a; ln a b; echo y > tool; chmod 6755 tool 2>&1; stat -c %a tool`,
    )

    const outcomes = await everyReader(['files/a', 'files/b'])

    expect(said).toMatch(/Operation not permitted\n(644|600)\n/)
    expect(outcomes['read files/a']).toMatch(/^! link_refused/)
  })

  test('names that are no names: everything goes on, and no line of a listing can be faked', async () => {
    await python(`import os
os.chdir('/work/files')
for name in [b'a\\nb', b'\\x1b[2J', b'\\r', b'\\xff\\xfe', b'\\xc0\\xaf', b'-rf', b'n' * 255, b'.hidden', '\\u202egpj.exe'.encode()]:
    open(name, 'w').write('x'); os.mkdir(name + b'd' if len(name) < 255 else b'D' * 255); os.symlink('/proc/self/environ', name[:254] + b'l')`)

    const outcomes = await everyReader(['files/-rf', `files/${'n'.repeat(255)}`, 'files/.hidden'])

    expect(outcomes['sniff files/-rf']).toBeDefined()
    const { entries } = await folder.list('files', { maxEntries: 1_000, recursive: true })
    // eslint-disable-next-line no-control-regex
    for (const { path } of entries) expect(path).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e\ufffd]/)
  })

  test('30,000 entries and 3,000 levels: each reader comes to its end, in bounded memory', async () => {
    await python(`import os
os.chdir('/work/files'); os.mkdir('many')
for n in range(30000): os.close(os.open(f'many/{n}', os.O_CREAT | os.O_WRONLY))
for n in range(3000): os.mkdir('d'); os.chdir('d')
open('end', 'w').write('x')`)

    const [outcomes, megabytes] = await grownBy(() => everyReader(['files/many/29999', 'files/d/d/d']))

    expect(outcomes['list']).toContain('"plain":true')
    expect(outcomes['usage']).toContain('"complete":false')
    expect(megabytes).toBeLessThan(256)
  }, 120_000)

  test('closed and open modes, the person’s own folder among them: readers and the next run find it mended', async () => {
    await run(`mkdir files/closed files/open; echo x > files/closed/in; echo y > files/closed/kept; chmod 000 files/closed; chmod 777 files/open
      chmod 000 files cache logs; chmod 777 /work; chmod 000 /work`)
    expect(fs.statSync(mine).mode & 0o777).toBe(0)

    const outcomes = await everyReader(['files/closed/in'])
    const said = await run(
      'stat -c "%a %u" /work files cache logs; chmod 700 files/closed; cat files/closed/kept',
    )

    expect(outcomes['usage']).toContain('"complete":true')
    expect(outcomes['save']).toContain('20')
    expect(said).toBe(`${'700 10001\n'.repeat(4)}y\n`)
  })

  test('false dates: the cleaner goes by the kernel’s', async () => {
    await run('touch -d 1980-01-01 cache/young; touch -d 2090-01-01 cache/old')

    expect(await folder.removeOlderThan('cache', new Date(Date.now() - 60_000))).toBe(0)
    expect(await folder.removeOlderThan('cache', later())).toBe(2)
  })

  test('200 MB that are none, and a file that grows while it is read: bounded', async () => {
    await run('truncate -s 200M files/sparse; truncate -s 1M files/growing')
    const file = fs.openSync(join(mine, 'files/growing'), 'a')
    const growing = setInterval(() => fs.writeSync(file, Buffer.alloc(65_536, 'y')), 1)

    const work = () => everyReader(['files/growing', 'files/sparse'])
    const [outcomes, megabytes] = await grownBy(() => work().finally(() => clearInterval(growing)))
    fs.closeSync(file)

    expect(outcomes['open files/sparse']).toBe('"too large to be sent"')
    expect(outcomes['open files/growing']).toMatch(/file_changed/)
    expect(megabytes).toBeLessThan(128)
  })
})
