import { AppError } from '@aika/errors'
import { mayReplace, namedFrom, placeOf } from './script-paths.ts'

const kinds: Record<string, 'file' | 'folder' | 'link'> = {
  files: 'folder',
  'files/a.txt': 'file',
  'files/sub': 'folder',
  'to-files': 'link',
  'to-a.txt': 'link',
}
/** As the workspace: no `..`, and nothing below what is no folder. */
const folder = {
  async stat(path: string) {
    const above = path.split('/').slice(0, -1).join('/')
    if (path.includes('..') || (above && kinds[above] && kinds[above] !== 'folder')) {
      throw new AppError('not_a_folder', 'refused', { retryable: false })
    }
    const kind = kinds[path]
    return kind && { kind, bytes: 1, changedAt: new Date(0) }
  },
}

describe('whether a script that writes to a path may replace a file of the person (F-PERM 2)', () => {
  test.each([
    ['files/a.txt', ''],
    ['/work/files/a.txt', ''],
    ['//work/./files//a.txt', ''],
    ['a.txt', 'files'],
    ['../work/files/a.txt', ''],
    ['../a.txt', 'files/sub'],
    ['../../work/files/a.txt', 'files'],
    ['/tmp/../work/files/a.txt', ''],
    ['~/../work/files/a.txt', ''],
    ['~+/files/a.txt', ''],
    ['~-/a.txt', ''],
    ['new/../files/a.txt', ''],
    ['to-files/a.txt', ''],
    ['to-files/new.txt', ''],
    ['a.txt', 'to-files'],
    ['to-files/../b.txt', ''],
    ['to-a.txt', ''],
  ])('%s, in “%s”: it may', async (path, workdir) => {
    expect(await mayReplace(folder, path, workdir)).toBe(true)
  })

  test.each([
    ['files/new.txt', ''],
    ['../new.txt', 'files'],
    ['new/deep/b.txt', ''],
    ['files', ''],
    ['files/sub', ''],
    ['/tmp/files/a.txt', ''],
    ['/etc/files/a.txt', ''],
    ['~/files/a.txt', ''],
    ['../files/a.txt', ''],
  ])('%s, in “%s”: it cannot', async (path, workdir) => {
    expect(await mayReplace(folder, path, workdir)).toBe(false)
  })
})

test('only a plain path names one of the person’s files', () => {
  expect(placeOf('./a.txt', 'files')).toEqual({ location: 'user', path: 'files/a.txt' })
  expect(placeOf('/work/files/a.txt', 'x')).toEqual({ location: 'user', path: 'files/a.txt' })
  for (const path of ['../a.txt', '~+/a.txt', '/tmp/a.txt', '/work']) {
    expect(placeOf(path, 'files')).toBeUndefined()
  }
})

test.each([
  ['', 'a.sh', 'a.sh'],
  ['', 'sub/a.sh', 'sub/a.sh'],
  ['sub', 'sub/a.sh', 'a.sh'],
  ['sub/b', 'sub/a.sh', '../a.sh'],
  ['sub', 'a.sh', '../a.sh'],
])('a script in “%s” calls %s by its full name, or %s', (workdir, path, name) => {
  expect([...namedFrom(workdir, new Map([[path, 'ls']])).keys()]).toEqual([`/work/${path}`, name])
})
