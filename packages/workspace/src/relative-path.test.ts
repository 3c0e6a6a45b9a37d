import { componentsOf } from './relative-path.ts'

describe('a path from a person or a model (F-FILE 6)', () => {
  test.each([
    ['', []],
    ['.', []],
    ['files/a.txt', ['files', 'a.txt']],
    ['./files//a b.txt', ['files', 'a b.txt']],
    ['files/', ['files']],
    ['..a/...', ['..a', '...']],
    ['файлы/résumé 📄', ['файлы', 'résumé 📄']],
    ['~/x', ['~', 'x']],
    ['C:\\x', ['C:\\x']],
  ])('%j: goes through as its components', (path, components) => {
    expect(componentsOf(path)).toEqual(components)
  })

  test.each([
    ['an absolute path', '/etc/passwd'],
    ['several leading slashes', '//etc/passwd'],
    ['..', '..'],
    ['.. in the middle', 'files/../../43/files'],
    ['.. at the end', 'files/..'],
    ['NUL', 'files/a\0.txt'],
    ['a newline', 'files/a\nb'],
    ['an escape sequence', 'files/\u001b[2J'],
    ['a C1 control', 'files/\u009b'],
    ['a reversed reading direction', 'files/\u202egpj.exe'],
    ['half a character', 'files/\ud800'],
    ['a name of 256 bytes', 'é'.repeat(128)],
    ['a path of more than 1,024 bytes', 'abcdefgh/'.repeat(114)],
    ['65 folders', 'a/'.repeat(65)],
  ])('%s: is refused in words that name the path', (_what, path) => {
    expect(() => componentsOf(path)).toThrow(
      expect.objectContaining({ code: 'invalid_path', retryable: false }),
    )
    // eslint-disable-next-line no-control-regex
    expect(() => componentsOf(path)).not.toThrow(/[\u0000-\u001f]/)
  })
})
