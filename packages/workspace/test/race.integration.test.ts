import { fork, type ChildProcess } from 'node:child_process'
import * as fs from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { SECRET, temporaryWorkspace } from './temporary-workspace.ts'

/** Somebody who changes the folder as fast as the machine allows, until the test ends. */
async function flipper(mine: string, outside: string): Promise<AsyncDisposable> {
  const child: ChildProcess = fork(join(__dirname, 'flip-links.mjs'), [mine, outside], { execArgv: [] })
  await once(child, 'message')
  return {
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) throw new Error('the attacker gave up; this test proves nothing')
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** Looks, then opens: what most programs do, and what this package must not do. */
function naiveRead(root: string, relPath: string): string {
  const real = fs.realpathSync(join(root, relPath))
  if (!real.startsWith(root)) throw new Error('refused')
  return fs.readFileSync(join(root, relPath), 'utf8')
}

describe('a sandbox swaps files and folders for links while a service works (F-FILE 6)', () => {
  test('negative control: a reader that looks and then opens leaks', async () => {
    await using space = await temporaryWorkspace()
    await using _attacker = await flipper(space.mine, space.outside)

    const leaked = () => {
      try {
        return naiveRead(space.mine, 'files/file').includes(SECRET)
      } catch {
        return false
      }
    }
    let tries = 0
    while (!leaked() && tries < 200_000) tries++

    expect(tries).toBeLessThan(200_000)
  })

  test('thousands of reads, listings and writes: nothing leaks, nothing lands outside, nothing hangs', async () => {
    await using space = await temporaryWorkspace()
    const folder = space.workspace.user(42)
    const outcomes = { read: 0, written: 0, listed: 0, moved: 0, removed: 0, searched: 0, refused: 0 }
    const leaks: string[] = []
    const attempt = async (
      outcome: Exclude<keyof typeof outcomes, 'refused'>,
      work: () => Promise<string>,
    ) => {
      const seen = await work().catch(() => undefined)
      outcomes[seen === undefined ? 'refused' : outcome]++
      if (seen?.includes(SECRET) || seen?.includes('outside-only')) leaks.push(seen)
    }
    const read = (path: string) =>
      attempt('read', async () => (await folder.readFile(path, { maxBytes: 1_000 })).bytes.toString())
    const write = (path: string) =>
      attempt('written', async () =>
        String((await folder.writeFile(path, Buffer.from('mine'), { maxBytes: 9 })).bytes),
      )

    const stream = (path: string) =>
      attempt('read', async () => {
        await using file = await folder.openRead(path)
        let seen = ''
        for await (const piece of file.stream) seen += Buffer.from(piece).toString()
        return seen
      })

    {
      await using _attacker = await flipper(space.mine, space.outside)
      for (let round = 0; round < 700; round++) {
        await Promise.all([
          read('files/file'),
          read('files/dir/secret.txt'),
          write('files/dir/mine.txt'),
          write('files/dir/new/mine.txt'),
          attempt('listed', async () =>
            JSON.stringify(await folder.list('files/dir', { maxEntries: 20, recursive: true })),
          ),
          stream('files/file'),
          attempt('written', async () => {
            const { bytes } = await folder.copy('files/file', folder, 'files/copy', { overwrite: true })
            return `${bytes} ${fs.readFileSync(join(space.mine, 'files/copy'), 'utf8')}`
          }),
          attempt('moved', async () => {
            await folder.writeFile('files/here', Buffer.from('mine'), { maxBytes: 9 })
            await folder.move('files/here', `files/dir/moved${round % 3}`, { overwrite: round % 2 === 0 })
            return ''
          }),
          round % 5 === 0 &&
            attempt('removed', async () => String(await folder.remove('files/dir/new', { recursive: true }))),
          round % 5 === 0 &&
            attempt('searched', async () => {
              const { matches } = await folder.grep('e', { maxMatches: 50, path: 'files' })
              const { entries } = await folder.find('*', { maxMatches: 50, path: 'files' })
              return JSON.stringify([matches, entries])
            }),
          round % 10 === 0 &&
            folder.removeOlderThan('files/dir/new', new Date(Date.now() + 60_000)).catch(() => 0),
        ])
      }
    }

    expect(leaks).toEqual([])
    expect(fs.readdirSync(space.outside).sort()).toEqual(['outside-only', 'secret.txt'])
    expect(fs.readFileSync(join(space.outside, 'secret.txt'), 'utf8')).toBe(SECRET)
    // Both sides of the race were met, or this test proves nothing.
    for (const count of Object.values(outcomes)) expect(count).toBeGreaterThan(50)
  })
})
