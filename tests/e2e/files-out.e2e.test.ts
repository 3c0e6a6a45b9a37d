import { png } from '../browser/pictures.ts'
import { changeMode, fillFolder, removeFile } from './support/people-files.ts'
import { eventually } from './support/eventually.ts'
import { useStack } from './support/stack.ts'
import {
  control,
  download,
  journal,
  lastJournalEntry,
  peopleFrom,
  type Person,
  type Message,
} from './support/telegram.ts'

const megabyte = 1_000_000

describe('files that are sent to people', () => {
  useStack()
  const newPerson = peopleFrom(1_300)

  test('“send me …” and /download → the file as a document, byte for byte, under its name (F-FILE 5)', async () => {
    const person = newPerson()
    await person.asks('write files/wörter liste.txt: eins zwei drei', /I wrote/)

    await person.asks('send me files/wörter liste.txt saying your words', /Here is/)
    await person.says('/download wörter liste.txt')
    const [sent, downloaded] = await filesHeard(person, 2)

    expect(sent).toMatchObject({ caption: 'your words', document: { file_name: 'wörter liste.txt' } })
    for (const { document } of [sent!, downloaded!]) {
      expect(String(await download(document!.file_id))).toBe('eins zwei drei\n')
    }
  })

  test('a picture → as a photo, by its bytes and not its name; text that is called .png → as a document (F-FILE 5)', async () => {
    const person = newPerson()
    const base64 = png(33, 21).toString('base64')
    await person.asks(
      `run: printf '${base64}' | base64 -d > files/dot.bin; echo drawn`,
      /I ran.*drawn.*drawn/,
    )
    await person.asks('write files/words.png: only words', /I wrote/)

    await person.asks('send me files/dot.bin', /Here is/)
    await person.asks('send me files/words.png', /Here is/)

    const [picture, words] = await filesHeard(person, 2)
    expect(picture!.photo!.at(-1)).toMatchObject({ width: 33, height: 21 })
    expect(words!.document).toMatchObject({ file_name: 'words.png' })
    expect(words!.photo).toBeUndefined()
  })

  test('up to 50 MB → whole; more → a word that says so, and nothing is sent (F-FILE 5)', async () => {
    const person = newPerson()
    await person.asks('write files/small.txt: small', /I wrote/)
    await fillFolder(person.id, 'files/fits.bin', 50 * megabyte)
    await fillFolder(person.id, 'files/large.bin', 53 * megabyte)

    await person.asks('send me files/fits.bin', /Here is/)
    const refused = await person.asks('send me files/large.bin', /did not work/)
    const word = await person.asks('/download files/large.bin', /large\.bin/)

    expect(refused.text).toMatch(/larger than 50\.0 MB/)
    expect(word.text).toMatch(/Telegram lets me send 50 MB/)
    const [only, ...more] = await filesHeard(person, 1)
    expect(only!.document!.file_size).toBe(50 * megabyte)
    expect(more).toEqual([])
  })

  test('not there, a folder, an empty file, outside one’s folder → a word each (F-FILE 5, 6)', async () => {
    const person = newPerson()
    await person.asks('run: touch files/empty.txt; mkdir files/folder; echo made', /I ran.*made.*made/)

    for (const path of [
      'files/none.txt',
      'files/folder',
      'files/empty.txt',
      '../1001/files/a',
      '/etc/passwd',
    ]) {
      await person.asks(`send me ${path}`, /did not work/)
      await person.asks(`/download ${path}`, /no file|empty|folder|leave|outside|relative|must|not/)
    }
    expect(await filesHeard(person, 0)).toEqual([])
  })

  test('it vanishes while Telegram makes us wait → an error in words, and the next question is answered (F-FILE 5)', async () => {
    const person = newPerson()
    await person.asks('write files/here.txt: still here', /I wrote/)
    const since = await lastJournalEntry()
    await flood('sendDocument', 4)

    const asked = await person.says('send me files/here.txt')
    await eventually('it is being sent', async () => {
      return (await journal({ method: 'sendDocument', since })).length > 0
    })
    await removeFile(person.id, 'files/here.txt')
    const told = await person.hears(/did not work|Here is/, { after: asked })

    expect(told.text).toMatch(/did not work: not sent: .*here\.txt.* does not exist/)
    await person.asks('still there', /You said/)
  })

  test('it changes while it is read → an error in words, never half of each (F-FILE 5)', async () => {
    const person = newPerson()
    await person.asks('write files/log.txt: begun', /I wrote/)
    await fillFolder(person.id, 'files/growing.bin', 45 * megabyte)
    await person.says(
      'run: for i in $(seq 400); do echo more >> files/growing.bin; sleep 0.02; done; echo grown',
    )
    await eventually('it grows', async () => (await person.draft()) !== undefined)

    await person.says('/download files/growing.bin')
    const told = await person.hears(/could not send/)
    await person.hears(/I ran.*grown.*grown/)
    await person.says('/download files/log.txt')
    const [only] = await filesHeard(person, 1)

    expect(told.text).toMatch(/I could not send .*growing\.bin.* was changed while it was read/)
    expect(only!.document).toMatchObject({ file_name: 'log.txt' })
  })

  test('a link, a pipe, a second name of another file, a file with setuid → refused in words, and nothing hangs (F-FILE 6)', async () => {
    const [victim, person] = [newPerson(), newPerson()]
    await victim.asks('write a note: the treasure lies under the oak', /Noted/)
    const script = [
      `ln -s ../../${victim.id}/files/notes/the-treasure-lies-under-the.md files/link.md`,
      'ln -s /dev/zero files/zero',
      'mkfifo files/pipe',
      'echo one > files/one; ln files/one files/two',
      'echo bits > files/bits; chmod 4755 files/bits || echo refused',
      'python3 -c "import socket; socket.socket(socket.AF_UNIX).bind(\'files/socket\')"',
    ].join('; ')
    await person.asks(`write files/plan.sh: ${script}; echo planted`, /I wrote/)
    await person.asks('run: bash files/plan.sh', /I ran.*refused.*planted/)
    await changeMode(person.id, 'files/bits', '4755')

    for (const name of ['link.md', 'zero', 'pipe', 'one', 'two', 'bits', 'socket']) {
      await person.asks(`send me files/${name}`, /did not work/)
      await person.asks(`/download files/${name}`, new RegExp(name))
    }

    expect(await filesHeard(person, 0)).toEqual([])
    await person.asks('still there', /You said/)
  })

  const flood = (method: string, retryAfterSeconds: number) =>
    control('POST', 'faults', { party: 'telegram', method, kind: 'flood', retryAfterSeconds, times: 1 })
})

/** The files the bot has sent, once there are so many. */
function filesHeard(person: Person, count: number): Promise<Message[]> {
  return eventually(`${person.id} got ${count} files`, async () => {
    const files = (await person.heard()).filter((message) => 'document' in message || 'photo' in message)
    return files.length >= count && files
  })
}
