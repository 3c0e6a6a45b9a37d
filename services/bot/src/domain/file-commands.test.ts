import { below, destination, findFile } from './file-commands.ts'

const at = new Date(0)
/** A folder in which these are. */
const folder = (kinds: Record<string, 'file' | 'folder'>) => ({
  async stat(path: string) {
    const kind = kinds[path]
    return kind && { kind, bytes: 3, changedAt: at }
  },
})

describe('F-FILE paths as people write them', () => {
  test.each([
    ['cache', 'x.pdf', 'cache/x.pdf'],
    ['cache', './x.pdf', 'cache/x.pdf'],
    ['cache', 'cache/x.pdf', 'cache/x.pdf'],
    ['files', 'letters/x.pdf', 'files/letters/x.pdf'],
    ['files', 'files', 'files'],
    ['files', 'filesystem/x', 'files/filesystem/x'],
    ['files', '/etc/passwd', '/etc/passwd'],
    ['files', '../x', 'files/../x'],
  ] as const)('below %s, %s is %s', (first, path, full) => expect(below(first, path)).toBe(full))

  test('what is put at a folder keeps its name in it', async () => {
    const where = folder({ 'files/letters': 'folder', 'files/a.txt': 'file' })

    await expect(destination(where, 'cache/x.pdf', 'files/letters')).resolves.toBe('files/letters/x.pdf')
    await expect(destination(where, 'cache/x.pdf', 'files/new/')).resolves.toBe('files/new/x.pdf')
    await expect(destination(where, 'cache/x.pdf', 'files/a.txt')).resolves.toBe('files/a.txt')
  })

  test('a file is found as it is written, else in files, else in cache; a folder is none', async () => {
    const where = folder({
      'x.txt': 'file',
      'files/x.txt': 'file',
      'cache/y.txt': 'file',
      'files/z': 'folder',
    })

    await expect(findFile(where, 'x.txt')).resolves.toMatchObject({ path: 'x.txt' })
    await expect(findFile(where, 'y.txt')).resolves.toMatchObject({ path: 'cache/y.txt' })
    await expect(findFile(where, 'z')).resolves.toBeUndefined()
  })
})
