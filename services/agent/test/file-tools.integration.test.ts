import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { aRun } from '../src/testing/a-run.ts'
import { errorOf, outputOf, toolWorld, type ToolWorld } from './tool-world.ts'

const put = (folder: string, path: string, content: string | Uint8Array = 'x') => {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), content)
}
const read = ({ mine }: ToolWorld, path: string) => readFileSync(join(mine, path), 'utf8')
const refused = (code: string) => expect.objectContaining({ code, retryable: false })

describe('file_edit', () => {
  test('text that stands there once: it is replaced, the rest stays as it is', async () => {
    await using world = await toolWorld()
    put(world.mine, 'files/a.md', '\ufeffone\r\ntwo $& три\r\n')

    const edit = { path: 'files/a.md', find: 'two', replace: '$1$&$$' }
    expect(outputOf(await world.call('file_edit', edit))).toEqual({ edited: 'files/a.md', replaced: 1 })

    expect(read(world, 'files/a.md')).toBe('\ufeffone\r\n$1$&$$ $& три\r\n')
  })

  test('not there, or several times: the file stays, the error says what to do', async () => {
    await using world = await toolWorld()
    put(world.mine, 'files/a', 'a b a')
    const edit = (more: object) => world.call('file_edit', { path: 'files/a', replace: 'c', ...more })

    expect(errorOf(await edit({ find: 'z' }))).toMatch(/does not occur/)
    expect(errorOf(await edit({ find: 'a' }))).toMatch(/occurs 2 times.*replace_all/)
    expect(read(world, 'files/a')).toBe('a b a')

    expect(outputOf(await edit({ find: 'a', replace_all: true }))).toMatchObject({ replaced: 2 })
    expect(read(world, 'files/a')).toBe('c b c')
  })

  test('no UTF-8, or too large: it is not spoiled', async () => {
    await using world = await toolWorld()
    put(world.mine, 'files/latin', Buffer.from('gr\xfc\xdfe', 'latin1'))
    put(world.mine, 'files/large', 'x'.repeat(1_000_001))
    const edit = (path: string) => world.call('file_edit', { path, find: 'gr', replace: 'x' })

    expect(errorOf(await edit('files/latin'))).toMatch(/run_shell/)
    expect(errorOf(await edit('files/large'))).toMatch(/run_shell/)
    expect(readFileSync(join(world.mine, 'files/latin'), 'latin1')).toBe('gr\xfc\xdfe')
  })

  test.each([
    ['another word', 'one', 'two', 'zero one', 'zero two'],
    ['a line after it', 'one\n', 'one\ntwo\n', 'one\n', 'one\ntwo\n'],
    ['nothing', ' one', '', 'zero one', 'zero'],
  ])(
    'again after a crash, replaced by %s: it is done once and called done',
    async (_by, find, replace, was, is) => {
      await using world = await toolWorld()
      put(world.mine, 'files/a', was)
      const edit = { path: 'files/a', find, replace }

      await world.call('file_edit', edit, { step: 5 })
      const again = await world.call('file_edit', edit, { step: 5 })

      expect(outputOf(again)).toMatchObject({ edited: 'files/a' })
      expect(read(world, 'files/a')).toBe(is)
    },
  )

  test('again after a crash before anything was written: it is done then', async () => {
    await using world = await toolWorld()
    put(world.mine, 'files/a', 'one')
    await world.store.turns.start({ id: 'tg-1-42', chatId: 42, userId: 42, replyToMessageId: 1, traceId: 'trace-of-test', text: '' }, []) // prettier-ignore
    await world.store.turns.beginCall('tg-1-42', 5)

    await world.call('file_edit', { path: 'files/a', find: 'one', replace: 'one two' }, { step: 5 })

    expect(read(world, 'files/a')).toBe('one two')
  })
})

describe('file_delete', () => {
  test('a file goes; a filled folder only if that was said; what is not there is an error', async () => {
    await using world = await toolWorld()
    put(world.mine, 'files/a')
    put(world.mine, 'files/d/b')

    expect(outputOf(await world.call('file_delete', { path: 'files/a' }))).toEqual({ deleted: 'files/a' })
    await expect(world.call('file_delete', { path: 'files/a' })).rejects.toEqual(refused('not_found'))
    await expect(world.call('file_delete', { path: 'files/d' })).rejects.toEqual(refused('not_a_file'))
    const all = await world.call('file_delete', { path: 'files/d', recursive: true })

    expect(outputOf(all)).toEqual({ deleted: 'files/d', entries: 2 })
    expect(readdirSync(join(world.mine, 'files'))).toEqual([])
  })

  test('again after a crash: it is called done', async () => {
    await using world = await toolWorld()
    put(world.mine, 'files/a')

    await world.call('file_delete', { path: 'files/a' }, { step: 5 })

    expect(outputOf(await world.call('file_delete', { path: 'files/a' }, { step: 5 }))).toEqual({
      deleted: 'files/a',
    })
  })
})

describe('file_move', () => {
  test('within the folder, to everybody’s and back; a copy leaves the original', async () => {
    await using world = await toolWorld()
    put(world.mine, 'cache/a', 'a')

    await world.call('file_move', { from: 'cache/a', to: 'files/a' })
    await world.call('file_move', { from: 'files/a', to: 'b', to_location: 'shared', copy: true })
    await world.call('file_move', { from: 'b', to: 'files/c', location: 'shared', to_location: 'user' })

    expect(readdirSync(join(world.mine, 'files')).sort()).toEqual(['a', 'c'])
    expect(readdirSync(world.shared)).toEqual([])
  })

  test('something is there: it stays, unless overwriting was said', async () => {
    await using world = await toolWorld()
    put(world.mine, 'files/a', 'a')
    put(world.mine, 'files/b', 'b')
    const move = (more: object) => world.call('file_move', { from: 'files/a', to: 'files/b', ...more })

    await expect(move({})).rejects.toEqual(refused('exists'))
    await expect(move({ copy: true })).rejects.toEqual(refused('exists'))
    expect(read(world, 'files/b')).toBe('b')

    await move({ overwrite: true })
    expect(read(world, 'files/b')).toBe('a')
  })

  test.each([
    ['a move', {}],
    ['a move to everybody’s folder', { to_location: 'shared' }],
    ['a copy', { copy: true }],
  ])('%s again after a crash: it is called done', async (_what, more) => {
    await using world = await toolWorld()
    put(world.mine, 'files/a', 'a')
    const move = { from: 'files/a', to: 'files/b', ...more }

    await world.call('file_move', move, { step: 5 })

    expect(outputOf(await world.call('file_move', move, { step: 5 }))).toHaveProperty('done')
  })

  test('a crash between copying and removing: the repeat removes; what was there before is not taken for the copy', async () => {
    await using world = await toolWorld()
    const move = { from: 'files/a', to: 'b', to_location: 'shared' }
    put(world.mine, 'files/a', 'a')
    await world.call('file_move', move, { step: 5 })
    put(world.mine, 'files/a', 'a')

    await world.call('file_move', move, { step: 5 })
    expect(existsSync(join(world.mine, 'files/a'))).toBe(false)

    put(world.mine, 'files/a', 'longer')
    await expect(world.call('file_move', move, { step: 5 })).rejects.toEqual(refused('exists'))
    expect(existsSync(join(world.mine, 'files/a'))).toBe(true)
  })

  test('the original is gone and nothing is where it should be: no success', async () => {
    await using world = await toolWorld()
    const move = { from: 'files/a', to: 'files/b' }
    await expect(world.call('file_move', move, { step: 5 })).rejects.toEqual(refused('not_found'))
    await expect(world.call('file_move', move, { step: 5 })).rejects.toEqual(refused('not_found'))
  })
})

describe('search_files, search_text and file_list', () => {
  test('found by name and by words, in the person’s and the shared folder', async () => {
    await using world = await toolWorld()
    put(world.mine, 'files/deep/report.pdf')
    put(world.mine, 'files/notes.md', 'first\nsecond line')
    put(world.shared, 'all.md', 'second')

    const byName = await world.call('search_files', { glob: '*.pdf' })
    const byText = await world.call('search_text', { pattern: 'second' })
    const shared = await world.call('search_text', {
      pattern: '^SEC',
      regex: true,
      ignore_case: true,
      location: 'shared',
    })

    expect(outputOf(byName)).toEqual({ found: ['files/deep/report.pdf (1 bytes)'] })
    expect(outputOf(byText)).toEqual({ lines: ['files/notes.md:2: second line'] })
    expect(outputOf(shared)).toEqual({ lines: ['all.md:1: second'] })
  })

  test('more than the model should read: cut, and it says how to get the rest', async () => {
    await using world = await toolWorld()
    for (let n = 0; n < 150; n++)
      put(world.mine, `files/${'long'.repeat(40)}${n}.txt`, `needle ${'y'.repeat(300)}\n`)

    for (const [name, args] of [
      ['search_files', { glob: '*.txt' }],
      ['search_text', { pattern: 'needle' }],
      ['file_list', { path: 'files' }],
    ] as const) {
      const result = await world.call(name, args)
      expect(JSON.stringify(result.response).length).toBeLessThan(16_000)
      expect(outputOf(result)['note']).toMatch(/narrow|below/)
    }
  })

  test('a pattern that is none: an error in words', async () => {
    await using world = await toolWorld()
    await expect(world.call('search_text', { pattern: '(', regex: true })).rejects.toEqual(
      refused('bad_pattern'),
    )
  })
})

describe('run_shell', () => {
  test('more output than the model reads: all of it is in a file, and it says where', async () => {
    await using world = await toolWorld()
    world.ran = aRun({ stdout: 'o'.repeat(20_000), stderr: 'error', omittedBytes: 5 })

    const output = outputOf(await world.call('run_shell', { cmd: 'yes' }, { step: 3 }))

    expect(output['note']).toBe(
      'all of the output is in logs/tg-1-42-3.txt; 5 bytes of output were not kept at all',
    )
    expect(read(world, 'logs/tg-1-42-3.txt')).toBe(`${'o'.repeat(20_000)}\n--- stderr ---\nerror`)
  })

  test('little output: no file', async () => {
    await using world = await toolWorld()

    expect(outputOf(await world.call('run_shell', { cmd: 'wc -l' }))).toEqual({ exit_code: 0, stdout: '3\n' })
    expect(existsSync(join(world.mine, 'logs'))).toBe(false)
  })

  test('the file cannot be written: the result comes without it', async () => {
    await using world = await toolWorld()
    world.ran = aRun({ stdout: 'o'.repeat(20_000) })
    put(world.mine, 'logs', 'a file where the folder should be')

    const output = outputOf(await world.call('run_shell', { cmd: 'yes' }))

    expect(output).not.toHaveProperty('note')
  })
})
