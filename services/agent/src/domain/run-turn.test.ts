import { AppError } from '@aika/errors'
import { aTurn, calls, FakeWorld, says, ScriptedModel } from '../testing/fake-ports.ts'
import { drainChat } from './drain-chat.ts'
import type { Model } from './model.ts'
import { ModelTrouble } from './patient-model.ts'
import { TurnCancelled } from './ports.ts'
import { runTurn } from './run-turn.ts'

const never = new AbortController().signal
const run = (world: FakeWorld, model: Model, turn = aTurn()) => {
  world.turnsById.set(turn.id, turn)
  return runTurn(world.ports(model), turn, never)
}
const replyOf = (world: FakeWorld) => world.replies.get('reply-tg-1-1')?.body

describe('a turn', () => {
  test('an answer without tools: said once, the turn is finished', async () => {
    const world = new FakeWorld()
    const effects: string[] = []
    world.onEffect = (what) => void effects.push(what)

    await run(world, new ScriptedModel(says('Hi!')))

    expect(replyOf(world)).toEqual({ kind: 'answer', markdown: 'Hi!', canContinue: false })
    expect(world.turnsById.get('tg-1-1')?.status).toBe('answered')
    expect(effects).toEqual(['store model and reply', 'stored model and reply', 'send', 'sent', 'finish'])
  })

  test('a command is run and its result goes back, the call verbatim with its signature', async () => {
    const world = new FakeWorld()
    const model = new ScriptedModel(calls(['run_shell', { cmd: 'ls | wc -l' }]), says('3 files'))

    await run(world, model)

    expect([...world.ran.values()]).toEqual(['ls | wc -l'])
    const [call, result] = model.requests[1]!.contents.slice(-2)
    expect(call).toEqual({
      role: 'model',
      parts: [
        { functionCall: { name: 'run_shell', args: { cmd: 'ls | wc -l' } }, thoughtSignature: 'signed' },
      ],
    })
    expect(result).toMatchObject({
      role: 'user',
      parts: [
        { functionResponse: { name: 'run_shell', response: { output: { exit_code: 0, stdout: '3\n' } } } },
      ],
    })
  })

  test('parallel calls are all run and answered in one message, in their order', async () => {
    const world = new FakeWorld()
    const model = new ScriptedModel(
      calls(['file_write', { path: 'a', content: 'x' }], ['file_read', { path: 'a' }]),
      says('done'),
    )

    await run(world, model)

    const results = model.requests[1]!.contents.at(-1)!
    expect(results.parts.map((part) => part.functionResponse?.name)).toEqual(['file_write', 'file_read'])
    expect(results.parts[1]!.functionResponse?.response).toEqual({ output: { text: 'x', total_bytes: 1 } })
  })

  test('large results: those of older steps reach the model shortened', async () => {
    const world = new FakeWorld()
    for (const path of ['a', 'b', 'c', 'd']) world.files.set(path, path.repeat(16_000))
    const model = new ScriptedModel(
      ...['a', 'b', 'c', 'd'].map((path) => calls(['file_read', { path }])),
      says('done'),
    )

    await run(world, model)

    const sent = JSON.stringify(model.requests.at(-1)!.contents)
    expect(sent).toContain('d'.repeat(16_000))
    expect(sent).not.toContain('a'.repeat(1_000))
  })

  test('bad arguments and unknown tools are errors the model can act on', async () => {
    const world = new FakeWorld()
    const model = new ScriptedModel(calls(['file_read', { path: 7 }], ['fly', {}]), says('sorry'))

    await run(world, model)

    const responses = model.requests[1]!.contents.at(-1)!.parts.map((part) => part.functionResponse?.response)
    expect(responses[0]!['error']).toMatch(/bad arguments/)
    expect(responses[1]!['error']).toMatch(/there is no tool fly; there are run_shell/)
  })

  test('the sandbox is away: nothing else runs the command, the model is told', async () => {
    const world = new FakeWorld()
    world.runResult = new AppError('job_failed', 'engine away', { retryable: false })
    const model = new ScriptedModel(calls(['run_shell', { cmd: 'ls' }]), says('The sandbox is away.'))

    await run(world, model)

    expect(world.ran.size).toBe(0)
    expect(JSON.stringify(model.requests[1]!.contents.at(-1))).toContain('sandbox is not available')
  })

  test('the last allowed call may not use tools, and its answer offers to continue', async () => {
    const world = new FakeWorld()
    const model = new ScriptedModel(
      calls(['file_write', { path: 'a', content: '1' }]),
      calls(['file_write', { path: 'b', content: '2' }]),
      says('so far so good'),
    )
    const ports = world.ports(model)

    await runTurn({ ...ports, settings: { ...ports.settings, maxModelCalls: 3 } }, aTurn(), never)

    expect(model.requests.map(({ mayCallTools }) => mayCallTools)).toEqual([true, true, false])
    expect(replyOf(world)).toEqual({ kind: 'answer', markdown: 'so far so good', canContinue: true })
  })

  test('the same call twice in a row ends the turn before it runs again, and says what was done', async () => {
    const world = new FakeWorld()
    const model = new ScriptedModel(calls(['run_shell', { cmd: 'ls' }]), calls(['run_shell', { cmd: 'ls' }]))

    await run(world, model)

    expect(world.ran.size).toBe(1)
    expect(replyOf(world)).toMatchObject({ kind: 'answer', canContinue: true })
    expect(replyOf(world)).toMatchObject({ markdown: expect.stringMatching(/twice in a row[\s\S]*ran `ls`/) })
  })

  test('a prompt blocked for safety is told, with no second try', async () => {
    const world = new FakeWorld()

    await run(world, new ScriptedModel({ kind: 'blocked', reason: 'SAFETY' }))

    expect(replyOf(world)).toMatchObject({ kind: 'failure', code: 'blocked_by_safety' })
  })

  test('two useless answers in a row: a plain word instead of an empty message', async () => {
    const world = new FakeWorld()
    const useless = { kind: 'malformed', reason: 'MALFORMED_FUNCTION_CALL' } as const

    await run(world, new ScriptedModel(useless, useless))

    expect(replyOf(world)).toMatchObject({ kind: 'failure', code: 'empty_answer' })
  })

  test('all keys resting: the person hears when to come back', async () => {
    const world = new FakeWorld()
    const resting = new ModelTrouble('resting', 'all keys resting', { retryAfterSeconds: 40 })

    await run(world, new ScriptedModel(() => Promise.reject(resting)))

    expect(replyOf(world)).toMatchObject({ kind: 'failure', code: 'quota_resting', retryAfterSeconds: 40 })
  })

  test('stopped between two steps: the next tool does not run, what was done is told', async () => {
    const world = new FakeWorld()
    const model = new ScriptedModel(calls(['run_shell', { cmd: 'one' }], ['run_shell', { cmd: 'two' }]))
    world.onEffect = (what) => {
      if (what === 'stored tool') world.cancelled.add('tg-1-1')
    }

    await run(world, model)

    expect([...world.ran.values()]).toEqual(['one'])
    expect(replyOf(world)).toMatchObject({
      kind: 'failure',
      code: 'cancelled',
      done: [expect.stringContaining('one')],
    })
    expect(world.turnsById.get('tg-1-1')?.status).toBe('cancelled')
  })

  test('stopped, and its agent died before the first step: taken up again it is not answered', async () => {
    const world = new FakeWorld()
    world.cancelled.add('tg-1-1')

    await run(world, new ScriptedModel(says('too late')), aTurn({ cancelRequested: true }))

    expect(replyOf(world)).toMatchObject({ kind: 'failure', code: 'cancelled' })
  })

  test('a message that was blocked for safety is not shown to the model with the next one', async () => {
    const world = new FakeWorld()
    const blocked = new ScriptedModel({ kind: 'blocked', reason: 'PROHIBITED_CONTENT' })
    const ends: string[] = []
    const ports = world.ports(blocked)
    const turns = {
      ...ports.turns,
      finish: async (_id: string, { answer }: { answer: string }) => void ends.push(answer),
    }
    await runTurn({ ...ports, turns }, aTurn({ text: 'something vile' }), never)
    world.past = [{ number: 1, turnId: 'tg-1-1', userId: 42, question: 'something vile', answer: ends[0]!, sentence: undefined, isEarlier: false, at: new Date() }] // prettier-ignore
    const model = new ScriptedModel(says('Hello.'))

    await run(world, model, aTurn({ id: 'tg-1-2', text: 'hi' }))

    expect(JSON.stringify(model.requests[0]!.contents)).not.toContain('vile')
  })

  test('stopped while the model thinks: the stream is cut and the turn ends as cancelled', async () => {
    const world = new FakeWorld()
    const controller = new AbortController()
    const model = new ScriptedModel(() => {
      controller.abort(new TurnCancelled())
      return Promise.reject(controller.signal.reason as Error)
    })
    const cancels = { watch: () => ({ signal: controller.signal, [Symbol.dispose]() {} }) }

    await runTurn(world.ports(model, { cancels }), aTurn(), never)

    expect(replyOf(world)).toMatchObject({ kind: 'failure', code: 'cancelled' })
  })

  test('an agent that stops leaves the turn as it stands, nothing is said', async () => {
    const world = new FakeWorld()
    const stopping = new AbortController()
    const model = new ScriptedModel(() => {
      stopping.abort(new Error('stopping'))
      return Promise.reject(new Error('aborted'))
    })

    await expect(runTurn(world.ports(model), aTurn(), stopping.signal)).rejects.toThrow()

    expect(world.replies.size).toBe(0)
  })
})

describe('a turn that is killed at any point', () => {
  const script = () => [
    calls(['run_shell', { cmd: 'count' }], ['file_write', { path: 'note', content: 'hi' }]),
    calls(['run_shell', { cmd: 'again' }]),
    says('All done.'),
  ]
  /** A model is stateless: what it says depends on how far the record goes. */
  const modelOf = (): Model => ({
    async ask(request) {
      const modelMessages = request.contents.filter(({ role }) => role === 'model').length
      return script()[modelMessages]!
    },
  })

  const crashing = (world: FakeWorld, at: number) => {
    let effects = 0
    world.onEffect = () => {
      if (effects++ === at) throw new Error(`killed at effect ${at}`)
    }
  }

  const effectsOfOneTurn = async () => {
    const world = new FakeWorld()
    let effects = 0
    world.onEffect = () => void effects++
    world.receive('tg-1-1', 'do it')
    await drainChat(world.ports(modelOf()), 42, { signal: never, lastAttempt: false })
    return effects
  }

  test('is answered once after a restart, and every command ran once', async () => {
    const total = await effectsOfOneTurn()
    expect(total).toBeGreaterThan(15)
    for (let at = 0; at < total; at++) {
      const world = new FakeWorld()
      world.receive('tg-1-1', 'do it')
      crashing(world, at)
      const drain = () => drainChat(world.ports(modelOf()), 42, { signal: never, lastAttempt: false })

      await expect(drain()).rejects.toThrow(`killed at effect ${at}`)
      await drain()

      expect([...world.replies.values()].map(({ body }) => body)).toMatchObject([{ markdown: 'All done.' }])
      expect([...world.ran.values()]).toEqual(['count', 'again'])
      expect(world.turnsById.get('tg-1-1')?.status).toBe('answered')
    }
  })
})

describe('a chat', () => {
  test('is answered message by message, in order', async () => {
    const world = new FakeWorld()
    for (const n of [1, 2, 3]) world.receive(`tg-1-${n}`, `message ${n}`)

    const turns = await drainChat(world.ports(new ScriptedModel(says('a'), says('b'), says('c'))), 42, {
      signal: never,
      lastAttempt: false,
    })

    expect(turns).toBe(3)
    expect([...world.replies.keys()]).toEqual(['reply-tg-1-1', 'reply-tg-1-2', 'reply-tg-1-3'])
  })

  test('parts of one long text that Telegram cut are answered together', async () => {
    const world = new FakeWorld()
    world.receive('tg-1-1', 'x'.repeat(4_096))
    world.receive('tg-1-2', 'the end')
    const model = new ScriptedModel(says('long'))

    await drainChat(world.ports(model), 42, { signal: never, lastAttempt: false })

    expect(model.requests[0]!.contents.at(-1)!.parts.at(-1)!.text).toContain('xthe end')
  })

  test('a turn that keeps failing is told at the last attempt, and the next message is answered', async () => {
    const world = new FakeWorld()
    world.receive('tg-1-1', 'bad')
    world.receive('tg-1-2', 'good')
    const model = new ScriptedModel(() => Promise.reject(new Error('bug')), says('fine'))

    await drainChat(world.ports(model), 42, { signal: never, lastAttempt: true })

    expect(world.replies.get('reply-tg-1-1')?.body).toMatchObject({ kind: 'failure', code: 'internal' })
    expect(world.replies.get('reply-tg-1-2')?.body).toMatchObject({ markdown: 'fine' })
  })

  test.each([
    ['a half-written step', { seq: 0, kind: 'model' as const, content: '{"content":{"role":"model"' }],
    ['a result without a call', { seq: 0, kind: 'tool' as const, content: '{"response":{}}' }],
    ['a reply of another shape', { seq: 0, kind: 'reply' as const, content: '{"kind":"song"}' }],
  ])('a turn whose record holds %s: it is told, and the next message is answered', async (_, step) => {
    const world = new FakeWorld()
    world.turnsById.set('tg-1-1', aTurn())
    world.steps.set('tg-1-1', [step])
    world.receive('tg-1-2', 'good')

    await drainChat(world.ports(new ScriptedModel(says('fine'))), 42, { signal: never, lastAttempt: false })

    expect(world.replies.get('reply-tg-1-1')?.body).toMatchObject({ kind: 'failure', code: 'internal' })
    expect(world.replies.get('reply-tg-1-2')?.body).toMatchObject({ markdown: 'fine' })
  })

  test('another agent took the turn over: it is not told to have failed, not even at the last attempt', async () => {
    const world = new FakeWorld()
    world.receive('tg-1-1', 'go')
    const model = new ScriptedModel(() => {
      world.steps.set('tg-1-1', [{ seq: 0, kind: 'model', content: JSON.stringify(says('theirs')) }])
      return says('mine')
    })

    const drain = drainChat(world.ports(model), 42, { signal: never, lastAttempt: true })

    await expect(drain).rejects.toMatchObject({ code: 'step_taken' })
    expect(world.replies.size).toBe(0)
  })
})
