import { once } from 'node:events'
import { Readable } from 'node:stream'
import { setImmediate as turnOfEvents } from 'node:timers/promises'
import type { Engine } from './engine.ts'
import { followContainer } from './follow-container.ts'

const limits = { timeoutSeconds: 30, outputBytes: 65_536, outputLimitBytes: 1_048_576 }
const signals = { cancel: new AbortController().signal, leave: new AbortController().signal }

function printed(text: string): Readable {
  const header = Buffer.alloc(8)
  header[0] = 1
  header.writeUInt32BE(Buffer.byteLength(text), 4)
  return Readable.from([Buffer.concat([header, Buffer.from(text)])])
}

test('the output ends seconds before the command does: all of it is read again from the engine’s record', async () => {
  let now = Date.now()
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => now)
  const attached = printed('half')
  const began = new Date(now).toISOString()
  const engine = {
    attach: async () => attached,
    logs: async () => printed('half and the rest'),
    start: async () => undefined,
    async wait() {
      await once(attached, 'close')
      await turnOfEvents()
      now += 3_000
      return 0
    },
    inspect: async () => ({
      State: {
        Running: false,
        ExitCode: 0,
        OOMKilled: false,
        StartedAt: began,
        FinishedAt: new Date(now).toISOString(),
      },
    }),
  } as unknown as Engine

  const end = await followContainer(engine, { id: 'some-run', state: 'created' }, limits, signals)
  clock.mockRestore()

  expect(end).toMatchObject({ stdout: 'half and the rest', exitCode: 0, durationMs: 3_000, omittedBytes: 0 })
})
