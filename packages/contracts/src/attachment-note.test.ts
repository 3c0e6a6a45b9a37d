import { namesInNote, splitAttachmentNote, withAttachmentNote, type NotedFile } from './attachment-note.ts'

const aFile = (name: string, problem?: string): NotedFile => ({
  path: `cache/${name}`,
  name,
  mime: 'image/png',
  bytes: 120_000,
  state: problem ? 'failed' : 'ready',
  problem,
})

describe('the note on attachments', () => {
  test('is read as it was written: names with commas and brackets, and of files that did not arrive', () => {
    const names = ['report,_final_(2).pdf', 'a.png', '(1),b(c', 'plan.txt', 'e,']
    const problem = 'your folder is full; delete something (/files shows what is there) and send it again'
    const text = withAttachmentNote(
      names.map((name) => aFile(name, name === 'plan.txt' ? problem : undefined)),
      'look [here]\n\nat this',
    )

    const { note, words } = splitAttachmentNote(text)

    expect(words).toBe('look [here]\n\nat this')
    expect(note).toContain(`cache/a.png (image/png, 120 kB), `)
    expect(note).toContain(`plan.txt (not fetched: ${problem})`)
    expect(namesInNote(note)).toEqual(names)
  })

  test('where there are no files there is none', () => {
    expect(withAttachmentNote([], 'hello')).toBe('hello')
    expect(splitAttachmentNote('hello')).toEqual({ note: '', words: 'hello' })
    expect(namesInNote('')).toEqual([])
  })
})
