import { argumentsOf, firstArgument } from './arguments.ts'

describe('F-CMD arguments', () => {
  test.each<[string, string[] | undefined]>([
    ['', []],
    ['  cache/a.txt   files/b.txt ', ['cache/a.txt', 'files/b.txt']],
    ['"cache/my file.pdf" files/x.pdf', ['cache/my file.pdf', 'files/x.pdf']],
    ['“cache/my file.pdf” ‘files/my x.pdf’', ['cache/my file.pdf', 'files/my x.pdf']],
    ['„cache/mein Brief.pdf“ «files/мой файл.pdf»', ['cache/mein Brief.pdf', 'files/мой файл.pdf']],
    ["'a b' don't.txt", ['a b', "don't.txt"]],
    ['a\nb', ['a', 'b']],
    ['""', ['']],
    ['"not closed files/x', undefined],
    ['"a"b', undefined],
    ['a "', undefined],
  ])('%j are %j', (text, found) => expect(argumentsOf(text)).toEqual(found))

  test('what follows the first argument stays as it was written', () => {
    expect(firstArgument('"Aunt May" tomorrow 9am  call "the bank"')).toEqual({
      argument: 'Aunt May',
      rest: 'tomorrow 9am  call "the bank"',
    })
  })
})
