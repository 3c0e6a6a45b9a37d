import * as fs from 'node:fs'
import { join } from 'node:path'
import { temporaryWorkspace } from './temporary-workspace.ts'

const full = expect.objectContaining({ code: 'quota_exceeded', retryable: false })
const kilobytes = (count: number) => Buffer.alloc(count * 1_024, 'x')
const options = { maxBytes: 10_000_000 }
// The empty folders take 16 KiB themselves on some disks, nothing on others.
const quota = { bytes: 400 * 1_024, files: 20 }

async function* endless() {
  for (;;) yield kilobytes(16)
}

describe('a count that may end early', () => {
  test.each([
    ['files', { bytes: Infinity, files: 10 }, (count: number) => [count, 11]],
    ['bytes', { bytes: 400_000, files: Infinity }, (count: number) => [count < 200, true]],
  ])('there are more %s than is asked for: it says so and looks at no more', async (_what, most, told) => {
    await using space = await temporaryWorkspace()
    for (let n = 0; n < 200; n++) fs.writeFileSync(join(space.mine, `files/${n}`), kilobytes(16))

    const { entries, complete } = await space.workspace.user(42).usage(most)

    const [found, expected] = told(entries)
    expect(found).toBe(expected)
    expect(complete).toBe(false)
  })
})

describe('a quota (F-FILE 7)', () => {
  test('a write that passes it: refused in clear words, the old file stays, no draft is left', async () => {
    await using space = await temporaryWorkspace({ quota })
    const folder = space.workspace.user(42)
    await folder.writeFile('files/a', kilobytes(100), options)

    await expect(folder.writeFile('files/b', kilobytes(400), options)).rejects.toEqual(full)
    await expect(folder.writeFile('files/a', endless(), options)).rejects.toThrow(/Delete something first/)

    expect(fs.readdirSync(join(space.mine, 'files'))).toEqual(['a'])
    expect(fs.statSync(join(space.mine, 'files/a')).size).toBe(100 * 1_024)
  })

  test('a failed write: what it took is free again, within the same second', async () => {
    await using space = await temporaryWorkspace({ quota })
    const folder = space.workspace.user(42)

    await expect(folder.writeFile('files/a', endless(), options)).rejects.toEqual(full)
    await folder.writeFile('files/b', kilobytes(300), options)

    expect((await folder.room()).bytes).toBeLessThanOrEqual(100 * 1_024)
  })

  test('a file is replaced by one as large: its own room serves', async () => {
    await using space = await temporaryWorkspace({ quota })
    const folder = space.workspace.user(42)
    await folder.writeFile('files/a', kilobytes(300), options)

    await folder.writeFile('files/a', kilobytes(310), options)
    await folder.writeFile('files/a', kilobytes(300), options)

    await expect(folder.writeFile('files/b', kilobytes(200), options)).rejects.toEqual(full)
  })

  test('replacing a file fails again and again: no room comes from it', async () => {
    await using space = await temporaryWorkspace({ quota })
    const folder = space.workspace.user(42)
    await folder.writeFile('files/a', kilobytes(300), options)
    for (let n = 0; n < 5; n++) {
      await expect(folder.writeFile('files/a', endless(), { maxBytes: 20_000 })).rejects.toThrow(/larger/)
    }

    await expect(folder.writeFile('files/b', kilobytes(200), options)).rejects.toEqual(full)
  })

  test('a sparse file is replaced: no room comes from what it never took', async () => {
    await using space = await temporaryWorkspace({ quota })
    fs.writeFileSync(join(space.mine, 'files/a'), '')
    fs.truncateSync(join(space.mine, 'files/a'), 2 ** 40)

    await expect(space.workspace.user(42).writeFile('files/a', kilobytes(500), options)).rejects.toEqual(full)
  })

  test('many at once: together they stay within it', async () => {
    await using space = await temporaryWorkspace({ quota })
    const folder = space.workspace.user(42)

    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => folder.writeFile(`files/${n}`, kilobytes(100), options)),
    )

    const written = outcomes.filter(({ status }) => status === 'fulfilled').length
    expect(written).toBeGreaterThan(0)
    expect(written).toBeLessThanOrEqual(4)
    expect((await folder.usage()).bytes).toBeLessThanOrEqual(quota.bytes)
  })

  test('too many files: refused, and what is there can still be changed', async () => {
    await using space = await temporaryWorkspace({ quota })
    const folder = space.workspace.user(42)
    const write = (n: number) => folder.writeFile(`files/${n}`, kilobytes(1), options)
    for (let n = 0; n < 17; n++) await write(n)

    await expect(write(17)).rejects.toEqual(full)
    await write(3)

    expect(await folder.room()).toMatchObject({ files: 0 })
  })

  test('full, and the person’s own command deletes something: the next write goes at once', async () => {
    await using space = await temporaryWorkspace({ quota })
    const folder = space.workspace.user(42)
    await folder.writeFile('files/a', kilobytes(350), options)
    await expect(folder.writeFile('files/b', kilobytes(200), options)).rejects.toEqual(full)

    fs.rmSync(join(space.mine, 'files/a'))
    await folder.writeFile('files/b', kilobytes(200), options)

    expect(fs.readdirSync(join(space.mine, 'files'))).toEqual(['b'])
  })

  test('each person has their own, and the shared folder one as well', async () => {
    await using space = await temporaryWorkspace({ quota, sharedQuota: { bytes: 50 * 1_024, files: 10 } })
    const [mine, shared] = [space.workspace.user(42), space.workspace.shared()]
    await mine.writeFile('files/a', kilobytes(300), options)

    await space.workspace.user(43).writeFile('files/a', kilobytes(300), options)
    await expect(mine.copy('files/a', shared, 'a')).rejects.toEqual(full)

    expect(fs.readdirSync(space.shared)).toEqual([])
  })

  test('none is set: nothing is counted', async () => {
    await using space = await temporaryWorkspace()
    expect(await space.workspace.user(42).room()).toEqual({ bytes: Infinity, files: Infinity })
  })
})
