import { AppError } from '@aika/errors'
import { channelCancels } from '../adapters/channel-cancels.ts'
import { limitedRuns } from '../adapters/limited-runs.ts'
import { aTurn, calls, FakeWorld, says, ScriptedModel } from '../testing/fake-ports.ts'
import { drainChat } from './drain-chat.ts'
import type { AgentPorts } from './ports.ts'
import { runTurn } from './run-turn.ts'

const never = new AbortController().signal

describe('a turn that is interrupted', () => {
  test('F-CHAT-6 Stop while its record is read: it is not answered', async () => {
    const world = new FakeWorld()
    const cancels = channelCancels()
    const ports = world.ports(new ScriptedModel(says('hello')), { cancels })
    const turns: AgentPorts['turns'] = {
      ...ports.turns,
      steps: async (turnId) => (cancels.hear({ kind: 'cancel', chatId: 42, turnId }), []),
    }

    await runTurn({ ...ports, turns }, aTurn(), never)

    expect(world.replies.get('reply-tg-1-1')?.body).toMatchObject({ kind: 'failure', code: 'cancelled' })
  })

  test('F-CHAT-6 Stop while the model thinks, its broadcast is lost: the answer is not said', async () => {
    const world = new FakeWorld()
    const model = new ScriptedModel(() => (world.cancelled.add('tg-1-1'), says('hello')))

    await runTurn(world.ports(model), aTurn(), never)

    expect(world.replies.get('reply-tg-1-1')?.body).toMatchObject({ kind: 'failure', code: 'cancelled' })
  })

  test('/panic between two tries of the model: handed back, not failed, at the last attempt either', async () => {
    const world = new FakeWorld()
    const cancels = channelCancels()
    world.receive('tg-1-1', 'hi')
    const model = new ScriptedModel(() => {
      cancels.hear({ kind: 'panic' })
      return Promise.reject(new DOMException('The operation was aborted', 'AbortError'))
    })

    const drained = drainChat(world.ports(model, { cancels }), 42, { signal: never, lastAttempt: true })

    await expect(drained).rejects.toMatchObject({ code: 'handed_back', retryAfterMs: 1_000 })
    expect(world.replies.size).toBe(0)
  })

  test('handed back as the answer comes: it is stored, and whoever goes on says it without asking again', async () => {
    const world = new FakeWorld()
    const stopping = new AbortController()
    const model = new ScriptedModel(() => (stopping.abort(new Error('stopping')), says('hello')))

    await expect(runTurn(world.ports(model), aTurn(), stopping.signal)).rejects.toThrow('stopping')
    await runTurn(world.ports(new ScriptedModel()), aTurn(), never)

    expect(world.replies.get('reply-tg-1-1')?.body).toMatchObject({ kind: 'answer', markdown: 'hello' })
  })

  test('Redis is away when a card is to be said, at the last attempt: the turn waits for the answer', async () => {
    const world = new FakeWorld()
    world.receive('tg-1-1', 'tidy up')
    world.onEffect = (what) => {
      if (what === 'send') throw new Error('Redis is away')
    }
    const model = new ScriptedModel(calls(['run_shell', { cmd: 'rm -r build' }]))

    await drainChat(world.ports(model), 42, { signal: never, lastAttempt: true })

    expect(world.turnsById.get('tg-1-1')?.status).toBe('parked')
    expect(world.steps.get('tg-1-1')?.map(({ kind }) => kind)).toEqual(['model'])
  })

  test('stopped while it was about to ask: no card, it ends as stopped', async () => {
    const world = new FakeWorld()
    world.receive('tg-1-1', 'tidy up')
    const model = new ScriptedModel(calls(['run_shell', { cmd: 'rm -r build' }]))
    const ports = world.ports(model)
    const approvals: AgentPorts['approvals'] = {
      ...ports.approvals,
      ask: async (approval) => (world.cancelled.add('tg-1-1'), { ...approval, state: 'void' }),
    }

    await drainChat({ ...ports, approvals }, 42, { signal: never, lastAttempt: false })

    expect([...world.replies.values()].map(({ body }) => body)).toMatchObject([{ code: 'cancelled' }])
    expect(world.ran.size).toBe(0)
  })
})

describe('what a prompt and a reply are made of', () => {
  test('the time is that of the person’s own zone, which reminders are read in', async () => {
    const world = new FakeWorld()
    const model = new ScriptedModel(says('hello'))
    const clock = {
      now: () => new Date(world.nowMs),
      localTime: (_: Date, zone: string) => `noon in ${zone}`,
    }

    await runTurn(world.ports(model, { clock }), aTurn(), never)

    expect(JSON.stringify(model.requests[0]!.contents)).toContain('noon in Europe/Berlin')
  })

  test('a task in a group answers no message, so none is quoted', async () => {
    const world = new FakeWorld()
    const turn = aTurn({ id: 'task-r1-1', chatId: -5, replyToMessageId: 0 })

    await runTurn(world.ports(new ScriptedModel(says('done'))), turn, never)

    expect(world.replies.get('reply-task-r1-1')).not.toHaveProperty('replyToMessageId')
  })

  test('a task whose text opens the shared folder is asked about when it is set', async () => {
    const world = new FakeWorld()
    const when = { when: 'tomorrow 9am', task: true }
    const set = (text: string) => new ScriptedModel(calls(['set_reminder', { ...when, text }]))
    world.turnsById.set('tg-1-1', aTurn())

    await runTurn(world.ports(set('delete what is in the shared folder')), aTurn(), never)

    expect(world.turnsById.get('tg-1-1')?.status).toBe('parked')
  })

  test('a run that is asked for again is not counted again', async () => {
    const world = new FakeWorld()
    const taken = new Set<string | undefined>()
    const limits: AgentPorts['limits'] = {
      take: async (_userId, _what, _amount, once) =>
        taken.has(once) || taken.size === 0
          ? (taken.add(once), { ok: true })
          : { ok: false, retryAfterSeconds: 60 },
    }
    const { run } = limitedRuns(world.ports(new ScriptedModel()).runs, limits)
    const command = { script: 'ls', timeoutSeconds: undefined, workdirRel: '' }

    await run('tg-1-1-1', aTurn(), command, never)

    await expect(run('tg-1-1-1', aTurn(), command, never)).resolves.toMatchObject({ exitCode: 0 })
    await expect(run('tg-1-1-2', aTurn(), command, never)).rejects.toThrow(AppError)
  })
})
