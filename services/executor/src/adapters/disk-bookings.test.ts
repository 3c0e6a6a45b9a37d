import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recallBookings, type Bookings } from '../domain/bookings.ts'
import { diskBookings } from './disk-bookings.ts'

const id = (digit: string) => digit.repeat(64)
const sorted = (bookings: Bookings) => bookings.all().toSorted((a, b) => (a.runId < b.runId ? -1 : 1))
let folder: string

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'aika-bookings-')), 'bookings')
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true }))

describe('which sandbox a run was given to', () => {
  test('one executor gives it away; any other, and a later one, finds that', () => {
    expect(diskBookings(folder).of('tg-1-2')).toBeUndefined()
    expect(diskBookings(folder).book('tg-1-2', id('a'))).toBe(true)

    expect(diskBookings(folder).book('tg-1-2', id('b'))).toBe(false)
    expect(diskBookings(folder).of('tg-1-2')).toEqual({ containerId: id('a'), number: 0 })
    expect(diskBookings(folder).of('tg-1-20')).toBeUndefined()
  })

  test('nothing has begun in it: of those who give it away anew, one does', () => {
    const bookings = diskBookings(folder)
    bookings.book('r1', id('a'))
    const last = bookings.of('r1')!

    expect([bookings.book('r1', id('b'), last), bookings.book('r1', id('c'), last)]).toEqual([true, false])
    expect(bookings.of('r1')).toEqual({ containerId: id('b'), number: 1 })
  })

  test('four processes at once: exactly one has it', () => {
    const give = `import { diskBookings } from ${JSON.stringify(join(__dirname, 'disk-bookings.ts'))}
      process.stdout.write(diskBookings(${JSON.stringify(folder)}).book('r1', process.argv[1].repeat(64)) ? process.argv[1] : '')`
    const script = `for i in 1 2 3 4; do "$0" --input-type=module-typescript -e "$1" $i & done; wait`
    const winner = execFileSync('bash', ['-c', script, process.execPath, give], { encoding: 'utf8' })

    expect(winner).toMatch(/^\d$/)
    expect(diskBookings(folder).of('r1')?.containerId).toBe(winner.repeat(64))
  })

  test('forgotten: as if it had never been given; others stay', () => {
    const bookings = diskBookings(folder)
    bookings.book('r1', id('a'))
    bookings.book('r1', id('b'), bookings.of('r1'))
    bookings.book('r2', id('c'))

    bookings.forget('r1')
    bookings.forget('r1')

    expect(bookings.of('r1')).toBeUndefined()
    expect(readdirSync(folder)).toEqual(['r2.0'])
  })

  test('all of them: of each run the last', () => {
    const bookings = diskBookings(folder)
    expect(bookings.all()).toEqual([])
    bookings.book('r1', id('a'))
    bookings.book('r1', id('b'), bookings.of('r1'))
    bookings.book('r2', id('c'))

    expect(sorted(bookings)).toMatchObject([
      { runId: 'r1', containerId: id('b'), number: 1 },
      { runId: 'r2', containerId: id('c'), number: 0 },
    ])
    expect(Date.now() - sorted(bookings)[0]!.since.getTime()).toBeLessThan(60_000)
  })

  test('the disk cannot say: nothing may run', () => {
    writeFileSync(folder, 'no folder')
    const bookings = diskBookings(folder)
    const refused = expect.objectContaining({ code: 'sandbox_unavailable', retryable: true })

    expect(() => bookings.of('r1')).toThrow(refused)
    expect(() => bookings.book('r1', id('a'))).toThrow(refused)
    expect(() => bookings.all()).toThrow(refused)
  })

  test('a run that is a path: no booking of it is made', () => {
    expect(() => diskBookings(folder).book('../r1', id('a'))).toThrow(TypeError)
  })
})

test('bookings that were lost are found again by the containers’ names; those that are there stay', () => {
  const bookings = diskBookings(folder)
  bookings.book('r1', id('a'))
  const runIdOf = (name: string) => /^run-(.+)$/.exec(name)?.[1]

  recallBookings(
    bookings,
    [
      { name: 'run-r1', containerId: id('b') },
      { name: 'run-r2', containerId: id('c') },
      { name: 'ready-r3', containerId: id('d') },
    ],
    runIdOf,
  )

  expect(sorted(bookings)).toMatchObject([
    { runId: 'r1', containerId: id('a') },
    { runId: 'r2', containerId: id('c') },
  ])
})
