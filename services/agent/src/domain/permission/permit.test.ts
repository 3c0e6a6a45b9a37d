import { judgeCommand } from '@aika/command-judge'
import { aTurn, calls, FakeWorld, says, ScriptedModel } from '../../testing/fake-ports.ts'
import { drainChat } from '../drain-chat.ts'
import type { Model } from '../model.ts'
import { runTurn } from '../run-turn.ts'

const never = new AbortController().signal
const begin = (world: FakeWorld, model: Model, turn = aTurn()) => {
  world.turnsById.set(turn.id, turn)
  return runTurn(world.ports(model), turn, never)
}
const goOn = (world: FakeWorld, model: Model) =>
  drainChat(world.ports(model), 42, { signal: never, lastAttempt: false })
const replyOf = (world: FakeWorld) => world.replies.get('reply-tg-1-1')?.body
const cardOf = (world: FakeWorld) =>
  [...world.replies.values()].find(({ body }) => body.kind === 'card')?.body
const toolResult = (model: ScriptedModel) =>
  JSON.stringify(model.requests.at(-1)!.contents.at(-1)!.parts[0]!.functionResponse?.response)
const deletes = calls(['run_shell', { cmd: 'rm -r build' }])

describe('a call that needs a yes (F-PERM)', () => {
  test('a card shows exactly what would run, and the turn lets go of its worker', async () => {
    const world = new FakeWorld()

    await begin(world, new ScriptedModel(deletes))

    expect(cardOf(world)).toMatchObject({
      kind: 'card',
      card: { what: 'rm -r build', why: 'It is a test: rm -r build' },
    })
    expect(world.turnsById.get('tg-1-1')?.status).toBe('parked')
    expect([...world.ran.values()]).toEqual([])
    expect(replyOf(world)).toBeUndefined()
  })

  test('approved → it runs, once, and the turn goes on from its record', async () => {
    const world = new FakeWorld()
    await begin(world, new ScriptedModel(deletes))

    world.decide('tg-1-1', 1, 'approved')
    await goOn(world, new ScriptedModel(says('gone')))

    expect([...world.ran.values()]).toEqual(['rm -r build'])
    expect(replyOf(world)).toMatchObject({ kind: 'answer', markdown: 'gone' })
  })

  test.each([
    ['denied', 'said no'],
    ['expired', 'nobody answered'],
    ['void', 'withdrawn'],
  ] as const)('%s → nothing runs, and the model is told', async (state, words) => {
    const world = new FakeWorld()
    await begin(world, new ScriptedModel(deletes))
    const model = new ScriptedModel(says('as you wish'))

    world.decide('tg-1-1', 1, state)
    await goOn(world, model)

    expect([...world.ran.values()]).toEqual([])
    expect(toolResult(model)).toContain('needs_confirmation')
    expect(toolResult(model)).toContain(words)
  })

  test('a yes for another call grants nothing: the turn fails, nothing runs', async () => {
    const world = new FakeWorld()
    await begin(world, new ScriptedModel(deletes))
    const asked = world.approvals.get('tg-1-1 1')!
    world.approvals.set('tg-1-1 1', { ...asked, hash: 'of another call' })

    world.decide('tg-1-1', 1, 'approved')
    await goOn(world, new ScriptedModel())

    expect([...world.ran.values()]).toEqual([])
    expect(replyOf(world)).toMatchObject({ kind: 'failure', code: 'internal', incidentId: 'e-000001' })
  })

  test('an “Always” for exactly this runs without a card; for anything else it is asked', async () => {
    const world = new FakeWorld()
    await begin(world, new ScriptedModel(deletes))
    world.grants.add(world.approvals.get('tg-1-1 1')!.pattern!)

    await begin(world, new ScriptedModel(deletes, says('gone')), aTurn({ id: 'tg-1-2' }))
    await begin(
      world,
      new ScriptedModel(calls(['run_shell', { cmd: 'rm -r  build' }])),
      aTurn({ id: 'tg-1-3' }),
    )

    expect(world.turnsById.get('tg-1-2')?.status).toBe('answered')
    expect(world.turnsById.get('tg-1-3')?.status).toBe('parked')
  })

  test('killed between question and card: the question is asked once, the card is said', async () => {
    const world = new FakeWorld()
    world.onEffect = (what) => {
      if (what === 'asked') throw new Error('killed')
    }
    await begin(world, new ScriptedModel(deletes)).catch(() => undefined)
    const first = world.approvals.get('tg-1-1 1')!.id
    world.onEffect = () => undefined

    await runTurn(world.ports(new ScriptedModel()), aTurn(), never)

    expect(cardOf(world)).toMatchObject({ approvalId: first })
  })

  test('while a card is open the chat goes on, the parked turn waits', async () => {
    const world = new FakeWorld()
    await begin(world, new ScriptedModel(deletes))
    world.receive('tg-1-2', 'something else')

    await goOn(world, new ScriptedModel(says('of course')))

    expect(world.replies.get('reply-tg-1-2')?.body).toMatchObject({ markdown: 'of course' })
    expect(world.turnsById.get('tg-1-1')?.status).toBe('parked')
  })

  test('what is blocked is neither asked nor run', async () => {
    const world = new FakeWorld()
    const model = new ScriptedModel(calls(['run_shell', { cmd: 'mount /dev/sda1 /mnt' }]), says('I may not'))

    await begin(world, model)

    expect(toolResult(model)).toContain('blocked')
    expect(world.approvals.size + world.ran.size).toBe(0)
  })
})

describe('files (F-PERM 1, 2)', () => {
  const write = (path: string, content: string, more = {}) =>
    calls(['file_write', { path, content, ...more }])

  test.each([
    ['by file_write', ['file_write', { path: 'tidy.sh', content: 'rm -r build' }], { cmd: 'bash tidy.sh' }],
    ['by a command', ['run_shell', { cmd: "echo 'rm -r build' > tidy.sh" }], { cmd: 'sh ./tidy.sh' }],
    [
      'and run from elsewhere',
      ['file_write', { path: 'tidy.sh', content: 'rm -r build' }],
      { cmd: 'bash ../tidy.sh', workdir_rel: 'sub' },
    ],
  ] as const)(
    'a script that the turn wrote, %s: asked about for what is in it',
    async (_how, first, args) => {
      const world = new FakeWorld()
      const model = new ScriptedModel(calls([first[0], first[1]]), calls(['run_shell', args]))
      const turn = aTurn()
      world.turnsById.set(turn.id, turn)

      await runTurn({ ...world.ports(model), judgeCommand }, turn, never)

      expect(cardOf(world)).toMatchObject({ card: { why: 'It deletes files: rm -r build' } })
      expect([...world.ran.values()]).not.toContain(args.cmd)
    },
  )

  test('a harmless script that the turn wrote runs without a card, and so does one with data beside it', async () => {
    const world = new FakeWorld()
    const model = new ScriptedModel(
      calls(
        ['file_write', { path: 'count.sh', content: 'wc -l "$1"' }],
        ['file_write', { path: 'notes.md', content: "it's (not) a script; rm -r build" }],
        ['run_shell', { cmd: 'bash count.sh notes.md' }],
      ),
      says('1'),
    )

    const turn = aTurn()
    world.turnsById.set(turn.id, turn)
    await runTurn({ ...world.ports(model), judgeCommand }, turn, never)

    expect([...world.ran.values()]).toEqual(['bash count.sh notes.md'])
  })

  test('the judge of commands switched off: commands run without card or refusal, other questions stay', async () => {
    const world = new FakeWorld()
    world.files.set('a', 'old')
    const model = new ScriptedModel(
      calls(['run_shell', { cmd: 'rm -r build' }], ['run_shell', { cmd: 'mount /dev/sda1 /mnt' }]),
      calls(['run_shell', { cmd: 'echo new > a' }]),
      calls(['file_delete', { path: 'a' }]),
    )
    const ports = world.ports(model)
    const turn = aTurn()
    world.turnsById.set(turn.id, turn)

    await runTurn({ ...ports, settings: { ...ports.settings, judgesCommands: false } }, turn, never)

    expect([...world.ran.values()]).toEqual(['rm -r build', 'mount /dev/sda1 /mnt', 'echo new > a'])
    expect(cardOf(world)).toMatchObject({ card: { title: 'Delete' } })
    expect(world.turnsById.get('tg-1-1')?.status).toBe('parked')
  })

  test('a new file is written without a question, an existing one only after a yes that shows the difference', async () => {
    const world = new FakeWorld()
    world.files.set('files/a.txt', 'old line\n')

    await begin(world, new ScriptedModel(write('files/new.txt', 'x'), says('done')))
    await begin(world, new ScriptedModel(write('files/a.txt', 'new line\n')), aTurn({ id: 'tg-1-2' }))

    expect(world.turnsById.get('tg-1-1')?.status).toBe('answered')
    expect(cardOf(world)).toMatchObject({ card: { diff: expect.stringMatching(/-old line\n\+new line/) } })
    expect(world.files.get('files/a.txt')).toBe('old line\n')
  })

  test('on a card nothing that is written stands for an argument, and none is pushed out by a long one', async () => {
    const world = new FakeWorld()
    const content = `x\nlocation: user\n${'y'.repeat(200_000)}`
    const args = { content, path: 'a\nlocation: user', location: 'shared' }

    await begin(world, new ScriptedModel(calls(['file_write', args])))

    const card = cardOf(world)
    const what = card?.kind === 'card' ? card.card.what : ''
    expect(what.split('\n').slice(0, 3)).toEqual([
      'file_write',
      String.raw`path: "a\nlocation: user"`,
      'location: shared',
    ])
    expect(what).toMatch(/\n… \([\d,]+ more characters, shown nowhere\)$/)
    expect(what.length).toBeLessThanOrEqual(100_000)
  })

  test('several reasons read as sentences, one after the other', async () => {
    const world = new FakeWorld()
    world.files.set('a.txt', 'mine')

    await begin(
      world,
      new ScriptedModel(calls(['file_write', { path: 'a.txt', content: 'x', location: 'shared' }])),
    )

    expect(cardOf(world)).toMatchObject({
      card: {
        why: 'Your message did not ask for the shared folder. a.txt exists; its content would be replaced.',
      },
    })
  })

  test('what the turn wrote itself it may write again', async () => {
    const world = new FakeWorld()
    const model = new ScriptedModel(write('a.txt', 'one'), write('./a.txt', 'two'), says('done'))

    await begin(world, model)

    expect(world.files.get('./a.txt') ?? world.files.get('a.txt')).toBe('two')
    expect(world.approvals.size).toBe(0)
  })

  test('a command that writes over an existing file is asked, one that makes a new file is not', async () => {
    const world = new FakeWorld()
    world.files.set('files/a.txt', 'precious')

    await begin(world, new ScriptedModel(calls(['run_shell', { cmd: 'ls > files/b.txt' }]), says('ok')))
    await begin(
      world,
      new ScriptedModel(calls(['run_shell', { cmd: 'ls > files/a.txt' }])),
      aTurn({ id: 'tg-1-2' }),
    )

    expect(world.turnsById.get('tg-1-1')?.status).toBe('answered')
    expect(world.turnsById.get('tg-1-2')?.status).toBe('parked')
  })

  test.each([
    ['ls > ../files/a.txt', 'cache'],
    ['ls > a.txt', 'files'],
    ['ls > /work/files/a.txt', ''],
    ['ls > ./files/../files/a.txt', ''],
  ])('…also by another way: %s in “%s”', async (cmd, workdir_rel) => {
    const world = new FakeWorld()
    world.files.set('files/a.txt', 'precious')

    await begin(world, new ScriptedModel(calls(['run_shell', { cmd, workdir_rel }])))

    expect(world.turnsById.get('tg-1-1')?.status).toBe('parked')
  })

  test.each([
    ['edited', ['file_edit', { path: 'files/a.txt', find: 'precious', replace: 'Precious' }]],
    ['moved', ['file_move', { from: 'files/b.txt', to: 'files/a.txt' }]],
    ['moved by a command', ['run_shell', { cmd: 'mv files/b.txt files/a.txt # > files/a.txt' }]],
  ] as const)('what a turn has only %s is still the person’s: writing over it is asked', async (_, call) => {
    const world = new FakeWorld()
    world.files.set('files/a.txt', 'precious').set('files/b.txt', 'precious, too')
    const model = new ScriptedModel(calls([...call]), write('files/a.txt', 'gone'))

    await begin(world, model)
    if (world.approvals.has('tg-1-1 1')) {
      world.decide('tg-1-1', 1, 'approved')
      await goOn(world, model)
    }

    expect(world.turnsById.get('tg-1-1')?.status).toBe('parked')
    expect(world.files.get('files/a.txt')).not.toBe('gone')
  })

  test('an edit that empties a file, or replaces most of a long one, is asked; any other is not', async () => {
    const world = new FakeWorld()
    const long = 'a line of a long text\n'.repeat(100)
    world.files.set('a.txt', 'precious').set('b.txt', long).set('c.txt', `${long}x = 1`)
    const edits = [
      { path: 'a.txt', find: 'precious', replace: ' \n' },
      { path: 'b.txt', find: long, replace: 'gone' },
      { path: 'b.txt', find: 'a', replace: 'b', replace_all: true },
      { path: 'c.txt', find: 'x = 1', replace: 'x = 2' },
    ]

    for (const [index, edit] of edits.entries()) {
      const model = new ScriptedModel(calls(['file_edit', edit]), says('done'))
      await begin(world, model, aTurn({ id: `tg-1-${index}` }))
    }

    const statuses = edits.map((_, index) => world.turnsById.get(`tg-1-${index}`)?.status)
    expect(statuses).toEqual(['parked', 'parked', 'answered', 'answered'])
    expect(cardOf(world)).toMatchObject({ card: { diff: expect.stringContaining('-precious') } })
  })

  test.each([
    ['what is in the shared folder?', 'answered'],
    ['что лежит в общей папке?', 'answered'],
    ['tell me a joke', 'parked'],
  ])('the shared folder: “%s” → %s', async (text, status) => {
    const world = new FakeWorld()

    await begin(
      world,
      new ScriptedModel(calls(['file_list', { location: 'shared' }]), says('ok')),
      aTurn({ text }),
    )

    expect(world.turnsById.get('tg-1-1')?.status).toBe(status)
  })

  test('deleting is asked', async () => {
    const world = new FakeWorld()
    world.files.set('a.txt', 'x')

    await begin(world, new ScriptedModel(calls(['file_delete', { path: 'a.txt' }])))

    expect(cardOf(world)).toMatchObject({ card: { what: expect.stringContaining('a.txt') } })
  })

  test('bad arguments are told, not asked', async () => {
    const world = new FakeWorld()
    const model = new ScriptedModel(calls(['file_delete', { path: 7 }]), says('sorry'))

    await begin(world, model)

    expect(toolResult(model)).toContain('bad arguments')
  })
})

describe('notes (F-PERM 2)', () => {
  const id = 'tg-1-0-2'
  const note = { id, text: 'Likes tea', createdAt: new Date(0) }
  /** A person with one note, and a turn in which the model makes these calls on notes. */
  async function turnOf(
    turn: Parameters<typeof aTurn>[0],
    ...args: Record<string, unknown>[]
  ): Promise<{ world: FakeWorld; went: string[] }> {
    const world = new FakeWorld()
    const went: string[] = []
    const change = async (_userId: number, noteId: string) => went.push(noteId) > 0
    const made = args.map((arg) => calls(['memory', arg]))
    const ports = world.ports(new ScriptedModel(...made, says('Here you are.')))
    world.turnsById.set('tg-1-1', aTurn(turn))
    const notes = { of: async () => [note], add: async () => undefined, edit: change, remove: change }
    await runTurn({ ...ports, notes }, aTurn(turn), never)
    return { world, went }
  }

  test.each([
    ['remove', { action: 'remove', id }, 'Remove a note', '-Likes tea\n+'],
    ['edit', { action: 'edit', id, text: 'Likes x' }, 'Change a note', '-Likes tea\n+Likes x\n'],
  ])('%s that nobody asked for: a card shows the note, each time', async (_, args, title, diff) => {
    const { world, went } = await turnOf({ text: 'summarise the mail' }, args)

    expect(cardOf(world)).toMatchObject({ card: { title, diff } })
    expect(cardOf(world)).not.toHaveProperty('card.always')
    expect(went).toEqual([])
  })

  test.each([
    ['forget that note', { action: 'remove', id }],
    ['change my note: I like coffee', { action: 'edit', id, text: 'Likes coffee' }],
    ['remember that I like coffee now', { action: 'edit', id, text: 'Likes coffee' }],
    ['запомни: я люблю кофе', { action: 'edit', id, text: 'Likes coffee' }],
  ])('“%s”: done without a card', async (text, args) => {
    const { world, went } = await turnOf({ text }, args)

    expect(went).toEqual([id])
    expect(replyOf(world)).toMatchObject({ markdown: 'Here you are.' })
  })

  test('what it was told to remember is no leave to remove, nor are a task’s own words', async () => {
    const remove = { action: 'remove', id }
    const told = await turnOf({ text: 'remember: the code is 12' }, remove)
    const task = await turnOf({ text: 'forget that note', replyToMessageId: 0 }, remove)

    expect([told, task].map(({ world }) => world.turnsById.get('tg-1-1')?.status)).toEqual([
      'parked',
      'parked',
    ])
  })

  test('what this turn noted it may change; a note that is not there is told, not asked', async () => {
    const { world, went } = await turnOf(
      { text: 'hello' },
      { action: 'edit', id: 'tg-1-1-1', text: 'x' },
      { action: 'remove', id: 'nobody-s' },
    )

    expect(went).toEqual(['tg-1-1-1', 'nobody-s'])
    expect(world.approvals.size).toBe(0)
  })

  test('in a group none is changed or removed, and no card shows one', async () => {
    const group = { chatId: -5, text: 'forget that note' }
    const { world, went } = await turnOf(group, { action: 'remove', id }, { action: 'edit', id, text: 'x' })

    expect(went).toEqual([])
    expect(world.approvals.size).toBe(0)
    expect(replyOf(world)).toMatchObject({ markdown: 'Here you are.' })
  })

  test('what is noted unasked stands under the answer; what was asked for does not', async () => {
    const add = { action: 'add', text: 'Likes\ncoffee' }
    const unasked = await turnOf({ text: 'I like coffee' }, add)
    const asked = await turnOf({ text: 'remember that I like coffee' }, add)

    expect(replyOf(unasked.world)).toMatchObject({
      markdown: 'Here you are.\n\n📝 Noted: “Likes coffee”. /memory shows it and forgets it.',
    })
    expect(replyOf(asked.world)).toMatchObject({ markdown: 'Here you are.' })
  })
})

describe('an answer that claims what was not done (F-CHAT 9)', () => {
  test('goes back to the model once, which may do it after all', async () => {
    const world = new FakeWorld()
    const model = new ScriptedModel(
      says('I have saved it to a.txt.'),
      calls(['file_write', { path: 'a.txt', content: 'x' }]),
      says('I have saved it to a.txt.'),
    )

    await begin(world, model)

    expect(world.files.get('a.txt')).toBe('x')
    expect(replyOf(world)).toMatchObject({ markdown: 'I have saved it to a.txt.' })
  })

  test('a model that insists is corrected in plain words', async () => {
    const world = new FakeWorld()

    await begin(world, new ScriptedModel(says('Reminder set.'), says('Reminder set.')))

    expect(replyOf(world)).toMatchObject({ markdown: expect.stringContaining('no reminder was set') })
  })

  test('killed after the check: it is not checked again', async () => {
    const world = new FakeWorld()
    world.onEffect = (what) => {
      if (what === 'stored check') throw new Error('killed')
    }
    await begin(world, new ScriptedModel(says('Reminder set.'))).catch(() => undefined)
    world.onEffect = () => undefined

    await runTurn(world.ports(new ScriptedModel(says('I cannot do that.'))), aTurn(), never)

    expect(replyOf(world)).toMatchObject({ markdown: 'I cannot do that.' })
  })
})

describe('limits and media', () => {
  test('out of model calls: a word with the time, nothing is lost of what was done (F-PERM 5)', async () => {
    const world = new FakeWorld()
    world.modelCallsLeft = 1

    await begin(world, new ScriptedModel(calls(['run_shell', { cmd: 'ls' }])))

    expect(replyOf(world)).toMatchObject({
      code: 'rate_limited',
      retryAfterSeconds: 90,
      done: [expect.any(String)],
    })
  })

  test('a picture rides before the words, its path is noted (F-FILE 3)', async () => {
    const world = new FakeWorld()
    const model = new ScriptedModel(says('a cat'))
    world.receive('tg-1-1', '', { kind: 'attachment' })
    world.receive('tg-1-2', 'what is this?')
    world.attach('tg-1-1', { path: 'cache/cat.png', mime: 'image/png', bytes: 1_000 })

    await goOn(world, model)

    expect(model.requests[0]!.contents.at(-1)!.parts.slice(1)).toEqual([
      { text: 'Pending attachments: [cache/cat.png (image/png, 1 kB)]' },
      { inlineData: { mimeType: 'image/png', data: 'cache/cat.png' } },
      { text: 'what is this?' },
    ])
  })

  test('a file that is still on its way holds its message back, and those behind it', async () => {
    const world = new FakeWorld()
    world.receive('tg-1-1', 'look')
    world.receive('tg-1-2', 'and?')
    world.attach('tg-1-1', { state: 'waiting' })

    expect(await goOn(world, new ScriptedModel())).toBe(0)
  })
})
