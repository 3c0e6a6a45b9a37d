import { sandboxRunning } from './support/containers.ts'
import { changeMode, fileOf, filesIn, flipDoor } from './support/people-files.ts'
import { useStack } from './support/stack.ts'
import { peopleFrom, textsOf, type Person } from './support/telegram.ts'

const treasure = 'the heron sleeps at noon'

describe('a folder that fights back', () => {
  useStack()
  const newPerson = peopleFrom(1_450)

  async function victimWithTreasure(): Promise<Person> {
    const victim = newPerson()
    await victim.asks(`write files/treasure.txt: ${treasure}`, /I wrote/)
    return victim
  }

  async function expectUntouched(victim: Person): Promise<void> {
    expect(await filesIn(victim.id, 'files')).toEqual([{ name: 'treasure.txt', bytes: treasure.length + 1 }])
    expect(await fileOf(victim.id, 'files/treasure.txt')).toBe(`${treasure}\n`)
  }

  test('a folder becomes a link to somebody else’s all the time, while the agent reads, writes and looks → nothing of theirs, nothing hangs (F-FILE 6)', async () => {
    const [victim, attacker] = [await victimWithTreasure(), newPerson()]
    await attacker.asks('write files/note.txt: mine', /I wrote/)

    let isOver = false
    const flipping = flipDoor(attacker.id, victim.id, 20).finally(() => (isOver = true))
    let asked = 0
    for (; !isOver; asked++) {
      await attacker.asks('read files/door/treasure.txt', /This is|did not work/)
      await attacker.asks(`write files/door/mine-${asked}.txt: mine`, /I wrote|did not work/)
      await attacker.asks('search for heron', /heron is|did not work/)
      await attacker.asks('list my files', /These are|did not work/)
    }

    expect(await flipping).toBeGreaterThan(1_000)
    expect(asked).toBeGreaterThan(3)
    expect(textsOf(await attacker.heard()).join('\n')).not.toMatch(/sleeps at noon|files\/treasure/)
    await expectUntouched(victim)
  })

  test('the same by a sandbox of their own, while they download and save → nothing of theirs, nothing hangs (F-FILE 6, F-BOX 1)', async () => {
    const [victim, attacker] = [await victimWithTreasure(), newPerson()]
    const flip = `ln -s /data/users/${victim.id}/files files/door; rm files/door; mv files/real files/door; mv files/door files/real`
    const script = `mkdir -p files/real cache; SECONDS=0; while [ $SECONDS -lt 15 ]; do echo x > cache/x; ${flip}; done; echo over`
    await attacker.asks(`write files/flip.sh: ${script}`, /I wrote/)
    await attacker.says('run: bash files/flip.sh')
    await sandboxRunning(attacker.id)

    for (let tries = 0; tries < 15; tries++) {
      await attacker.asks('/download files/door/treasure.txt', /no file|could not send|link|folder|changed/)
      await attacker.asks(`/save cache/x files/door/x-${tries}`, /./)
      await attacker.asks('/files', /files|Files/)
    }
    await attacker.hears(/I ran.*over/)

    const heard = await attacker.heard()
    expect(heard.filter((message) => 'document' in message)).toEqual([])
    expect(textsOf(heard).join('\n')).not.toMatch(/sleeps at noon/)
    await expectUntouched(victim)
  })

  test('a pipe, a socket, a second name, setuid, 5,000 files, names with line breaks → lists, reads and searches answer, and nothing hangs (F-FILE 6)', async () => {
    const person = newPerson()
    const plant = [
      'import os, socket',
      'os.chdir("files")',
      'os.mkfifo("pipe")',
      'socket.socket(socket.AF_UNIX).bind("socket")',
      'open("one", "w").write("needle in one")',
      'os.link("one", "two")',
      'open("bits", "w").write("needle in bits")',
      'open("line\\nbreak.txt", "w").write("needle in a line break")',
      'open("plain.txt", "w").write("needle in plain sight")',
      'os.mkdir("many")',
      '[open(f"many/{i}.txt", "w").close() for i in range(5000)]',
      'print("planted")',
    ].join('\n')
    await person.asks(`write files/plant.py: ${plant}`, /I wrote/)
    await person.asks('run: python3 files/plant.py', /I ran.*planted/)
    await changeMode(person.id, 'files/bits', '4755')

    const recent = await person.asks('/files', /Recent files/)
    const listed = await person.asks('list my files', /These are/)
    const found = await person.asks('search for needle', /needle is in/)
    for (const name of ['pipe', 'socket', 'one', 'two', 'bits']) {
      await person.asks(`read files/${name}`, /did not work/)
    }
    const plain = await person.asks('read files/plain.txt', /This is/)
    const status = await person.asks('/status', /Your files/)

    expect(recent.text!.length).toBeGreaterThan(0)
    expect(listed.text!.length).toBeGreaterThan(0)
    expect(found.text).toContain('files/plain.txt:1: needle in plain sight')
    expect(found.text).not.toMatch(/files\/(?:one|two|bits):/)
    expect(plain.text).toContain('needle in plain sight')
    expect(status.text).toMatch(/Your files: .* 5,?\d{3} files and folders/)
    // A line of a list is one file, whatever it is called.
    expect(`${recent.text}\n${listed.text}\n${found.text}`).not.toMatch(/^break\.txt/m)
  })
})
