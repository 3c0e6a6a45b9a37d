import { sandboxesGone, sandboxesOf, sandboxRunning, sandboxStarts } from './support/containers.ts'
import { fileOf } from './support/people-files.ts'
import { rows } from './support/stored.ts'
import { canary, useStack } from './support/stack.ts'
import { peopleFrom, textsOf } from './support/telegram.ts'

describe('from a Telegram message to an answer that ran a command', () => {
  useStack()
  const newPerson = peopleFrom(1_010)

  test('“how many Python files do I have?” → counted in one fresh container, told in bold, container gone (F-CHAT 3, 7, F-BOX 1)', async () => {
    const person = newPerson()
    await person.asks('run: touch files/one.py files/two.py files/three.txt; echo made', /I ran.*made/)
    const since = new Date()

    const answer = await person.asks('how many Python files do I have?', /Python files/)

    expect(answer.text).toBe('You have 2 Python files.')
    expect(answer.entities).toEqual([expect.objectContaining({ type: 'bold', offset: 9, length: 1 })])
    await sandboxesGone(person.id)
    expect(await sandboxStarts(person.id, since)).toHaveLength(1)
  })

  test('while a command runs → its container sees that person’s folder alone and has no network (F-BOX 1)', async () => {
    const person = newPerson()
    await person.asks('write files/look.sh: ls /data /run/secrets; grep -c : /proc/net/dev', /I wrote/)

    await person.says('run: sleep 2; bash files/look.sh; echo finished')
    const { Mounts, HostConfig, NetworkSettings } = await sandboxRunning(person.id)

    expect(Mounts.map(({ Destination, Source }) => [Destination, Source])).toEqual([
      ['/work', expect.stringMatching(new RegExp(`/users/${person.id}$`))],
    ])
    expect(HostConfig).toMatchObject({ ReadonlyRootfs: true, Privileged: false, NetworkMode: 'none' })
    expect(Object.keys(NetworkSettings.Networks).filter((name) => name !== 'none')).toEqual([])
    const answer = await person.hears(/I ran.*finished.*finished/)
    expect(answer.text).toMatch(/cannot access '\/data'/)
    expect(answer.text).toMatch(/cannot access '\/run\/secrets'/)
    expect(answer.text).toMatch(/^1$/m)
  })

  test('two people with files of the same name → each finds their own (F-FILE 1, F-BOX 1)', async () => {
    const [first, second] = [newPerson(), newPerson()]
    await first.asks('write a note: secret plan of the first', /Noted/)

    const answer = await second.asks(
      'run: cat files/notes/*.md files/*; ls -a /work/..; ls /work/../..',
      /I ran/,
    )
    const counted = await second.asks('how many files do I have?', /You have/)

    expect(answer.text).not.toContain('secret plan')
    expect(answer.text).not.toMatch(new RegExp(`\\b${first.id}\\b`))
    expect(counted.text).toBe('You have 0 files.')
    expect(await fileOf(first.id, 'files/notes/secret-plan-of-the-first.md')).toContain('secret plan')
  })

  test('several requests in one message → all are done and told in one answer (F-CHAT 3)', async () => {
    const person = newPerson()

    const answer = await person.asks(
      'write a note: buy oat milk and how many Markdown files do I have?',
      /Noted.*You have/,
    )

    expect(answer.text).toContain('You have 1 Markdown file.')
    expect(textsOf(await person.heard())).toHaveLength(1)
  })

  test('a turn is over → every step of it is on record, in order (F-CHAT 8)', async () => {
    const person = newPerson()
    await person.asks(`remember this word: ${canary}`, /You said/)
    await person.asks('run: echo recorded', /I ran.*recorded.*recorded/)

    const steps = await rows<{ kind: string; seq: number }>(
      `select TurnStep.kind, seq from TurnStep join Turn on Turn.id = turnId
       where userId = ${person.id} order by Turn.number, seq`,
    )

    expect(steps.map(({ kind }) => kind)).toEqual(['model', 'reply', 'model', 'tool', 'model', 'reply'])
    expect(await sandboxesOf(person.id)).toEqual([])
  })
})
