import { aTurn, calls, FakeWorld, says, ScriptedModel, type Line } from '../testing/fake-ports.ts'
import { runTurn } from './run-turn.ts'

const shell = calls(['run_shell', { cmd: 'ls' }])
const never = new AbortController().signal

let turns = 0
function turnOf(world: FakeWorld, lines: Line[], more: Partial<ReturnType<typeof aTurn>> = {}) {
  const turn = aTurn({ id: `tg-1-${(turns += 1)}`, ...more })
  world.turnsById.set(turn.id, turn)
  return runTurn(world.ports(new ScriptedModel(...lines)), turn, never)
}

describe('hints that a sandbox will be wanted', () => {
  test('a turn without commands gives none, nor do other tools', async () => {
    const world = new FakeWorld()

    await turnOf(world, [says('Hi!')])
    await turnOf(world, [calls(['file_write', { path: 'a', content: 'x' }]), says('written')])

    expect(world.prepared).toEqual([])
  })

  test('a command: asked for as soon as its call is opened, and the next one when its result goes back', async () => {
    const world = new FakeWorld()
    const hinted: number[] = []
    world.onEffect = (what) => what === 'run' && hinted.push(world.prepared.length)

    await turnOf(world, [shell, calls(['run_shell', { cmd: 'wc' }]), says('3')])

    // One for each command and one for the next, which the model might have wanted instead of its answer.
    expect(hinted).toEqual([1, 2])
    expect(world.prepared).toHaveLength(3)
  })

  test('the last call to the model may use no tools: nothing is asked for', async () => {
    const world = new FakeWorld()
    const ports = world.ports(new ScriptedModel(shell, says('3')))

    await runTurn({ ...ports, settings: { ...ports.settings, maxModelCalls: 2 } }, aTurn(), never)

    expect(world.prepared).toHaveLength(1)
  })

  test('somebody who had a command run: asked for at the start of the next few turns, and then no more', async () => {
    const world = new FakeWorld()
    await turnOf(world, [shell, says('3')])
    world.prepared.length = 0

    for (let later = 0; later < 5; later++) await turnOf(world, [says('Yes.')])
    await turnOf(world, [says('Hi!')], { userId: 43 })

    expect(world.prepared).toHaveLength(3)
  })

  test('asked for at the start, then the call comes: not twice, unless it took so long that it may be gone', async () => {
    const world = new FakeWorld()
    await turnOf(world, [shell, says('3')])
    const after = (ms: number) => () => ((world.nowMs += ms), shell)
    const hintsOf = async (first: Line) => {
      world.prepared.length = 0
      await turnOf(world, [first, says('3')])
      return world.prepared.length
    }

    expect(await hintsOf(after(2_000))).toBe(2)
    expect(await hintsOf(after(60_000))).toBe(3)
  })

  test('a turn that was stopped asks for nothing', async () => {
    const world = new FakeWorld()
    const turn = aTurn({ id: 'tg-1-900' })
    world.cancelled.add('now tg-1-900')
    const { hints } = world.ports(new ScriptedModel())
    const signal = AbortSignal.abort(new Error('stopped'))

    hints.called({ turn, signal, transcript: { nextSeq: 0 } as never }, 'run_shell')

    expect(world.prepared).toEqual([])
  })
})
