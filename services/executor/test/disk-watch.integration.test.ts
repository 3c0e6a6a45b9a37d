import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWorkspace, type Quota } from '@aika/workspace'
import { diskQuota } from '../src/adapters/disk-quota.ts'

const megabyte = 2 ** 20
const userDir = mkdtempSync(join(tmpdir(), 'aika-disk-'))
const workspace = openWorkspace({ userDir, sharedDir: '/nowhere' })
afterAll(() => rmSync(userDir, { recursive: true, force: true }))

/** Writes pieces of a megabyte every few milliseconds into `name`; `u` takes the name away first. Then it stands still. */
const writer = `
  const fs = require('node:fs')
  const [name, megabytes, hide] = process.argv.slice(1)
  const file = fs.openSync(name, 'w')
  if (hide) fs.unlinkSync(name)
  const piece = Buffer.alloc(2 ** 20, 'x')
  let left = Number(megabytes)
  const write = () => {
    if (left-- > 0) return fs.writeSync(file, piece), setTimeout(write, 2)
    process.stdout.write('written')
    setTimeout(() => {}, 60_000)
  }
  write()`

async function write(name: string, megabytes: number, ...more: string[]) {
  const child = spawn(process.execPath, ['-e', writer, join(userDir, name), String(megabytes), ...more])
  const gone = once(child, 'exit')
  return {
    child,
    written: once(child.stdout, 'data'),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** What the runner in a sandbox says of its processes. */
const figureOf = (child: ChildProcess) => async () => {
  const io = readFileSync(`/proc/${child.pid}/io`, 'utf8')
  return { bytes: Number(/^write_bytes: (\d+)/m.exec(io)?.[1]), hidden: false }
}

async function quotaFor(...userIds: number[]) {
  for (const userId of userIds) await workspace.ensureUserFolder(userId)
  const limit = { bytes: 20 * megabyte, files: 100 }
  const usageOf = (userId: number, most: Quota) => workspace.user(userId).usage(most)
  return diskQuota(usageOf, limit, { folder: userDir, everyMs: 200 })
}
const ended = (signal: AbortSignal) => signal.aborted || once(signal, 'abort')

describe('a real disk, with what is seen of it alone', () => {
  test('a file without a name, which no count shows: its command is ended, and the quiet one beside it goes on', async () => {
    const quota = await quotaFor(42, 43)
    await using quiet = await write('43/files/little', 1)
    using other = quota.watch(43, { written: figureOf(quiet.child) })
    await using hider = await write('42/files/gone', 100_000, 'u')
    using watch = quota.watch(42, { written: figureOf(hider.child) })

    await ended(watch.full)

    const { bytes } = await figureOf(hider.child)()
    expect((await workspace.user(42).usage()).bytes).toBeLessThan(megabyte)
    expect(bytes).toBeLessThan(2_000 * megabyte)
    expect(other.full.aborted).toBe(false)
  })

  test('the operator copies a film to the same disk: commands go on', async () => {
    const quota = await quotaFor(44, 45)
    await using quiet = await write('44/files/little', 2)
    using watch = quota.watch(44, { written: figureOf(quiet.child) })
    using silent = quota.watch(45)
    await quiet.written

    await using film = await write('film', 120)
    await film.written

    expect([watch.full.aborted, silent.full.aborted]).toEqual([false, false])
  })

  test('they write much beside the film, within their quota and seen: they go on', async () => {
    const quota = await quotaFor(46)
    await using film = await write('film', 120)
    await using busy = await write('46/files/much', 15)
    using watch = quota.watch(46, { written: figureOf(busy.child) })

    await Promise.all([film.written, busy.written])

    expect(watch.full.aborted).toBe(false)
  })
})
