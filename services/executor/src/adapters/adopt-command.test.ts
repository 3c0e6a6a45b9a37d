import { setImmediate as turnOfLoop } from 'node:timers/promises'
import { Readable } from 'node:stream'
import { adoptCommand } from './adopt-command.ts'
import type { ContainerView, Engine } from './engine.ts'

const view = (state: Partial<ContainerView['State']>) =>
  ({ Id: 'c1', Created: new Date().toISOString(), State: { Error: '', ...state } }) as ContainerView

/** An engine whose container stays as it is, whatever is asked; asked too often, the test fails. */
function stuck(state: Partial<ContainerView['State']>) {
  const asked: string[] = []
  const ask = async (what: string) => {
    await turnOfLoop()
    if (asked.push(what) > 500) throw new Error('asked without end')
  }
  const engine = {
    inspect: async () => (await ask('inspect'), view(state)),
    logs: async () => Readable.from([]),
    kill: async () => ask('kill'),
    removeUnlessRunning: async () => (await ask('remove'), false),
  }
  return { engine: engine as unknown as Engine, asked }
}

describe('a container in which nothing has begun, and which does not go away', () => {
  test('its removal is under way and never done: refused, to be tried again', async () => {
    const { engine, asked } = stuck({ Status: 'exited', Running: false })

    const adopting = adoptCommand(engine, 'c1', () => undefined, 150)

    await expect(adopting).rejects.toMatchObject({ code: 'sandbox_unavailable', retryable: true })
    expect(asked).toContain('remove')
  })

  test('killed, and it goes on: refused, to be tried again', async () => {
    const { engine, asked } = stuck({ Status: 'running', Running: true })

    const adopting = adoptCommand(engine, 'c1', () => undefined, 150)

    await expect(adopting).rejects.toMatchObject({ code: 'sandbox_unavailable', retryable: true })
    expect(asked).toContain('kill')
  })
})
