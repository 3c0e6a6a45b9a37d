import { PassThrough } from 'node:stream'
import { containerSpec, type SandboxSettings } from '../domain/container-spec.ts'
import { unavailable, type ContainerView, type Engine } from './engine.ts'
import { sandboxMaker } from './sandbox-maker.ts'

const settings: SandboxSettings = {
  owner: 'aika',
  image: 'image',
  runtime: 'runc',
  memoryBytes: 2 ** 26,
  cpus: 1,
  pids: 64,
  fileSizeBytes: 2 ** 20,
  tmpBytes: 2 ** 20,
  seccomp: '{}',
}

/** As the engine shows a container that is as it must be. */
function asAsked(): ContainerView {
  const { HostConfig, Healthcheck: _healthcheck, ...Config } = containerSpec(1, '/users/1', settings)
  const { Mounts, ...host } = HostConfig
  return {
    Config,
    HostConfig: host,
    Mounts: Mounts.map(({ Source, Target }) => ({ Type: 'bind', Source, Destination: Target, RW: true })),
  } as unknown as ContainerView
}

function world(engine: Partial<Engine>) {
  const removed: string[] = []
  const maker = sandboxMaker({
    engine: {
      create: async () => 'c1',
      inspect: async () => asAsked(),
      attach: async () => new PassThrough(),
      remove: async (id: string) => void removed.push(id),
      ...engine,
    } as Engine,
    settings,
    folders: { prepare: async () => '/users/1', identity: async () => 'f' },
    concurrentStarts: 1,
  })
  return { maker, removed }
}

describe('a sandbox that cannot be made', () => {
  test('no connection to it: removed, and the failure is told once', async () => {
    const { maker, removed } = world({ attach: () => Promise.reject(unavailable('the container is gone')) })

    await expect(maker.make(1)).rejects.toMatchObject({ code: 'sandbox_unavailable' })
    // A rejection that nobody handles would fail this test now.
    await new Promise((resolve) => setImmediate(resolve))
    expect(removed).toEqual(['c1'])
  })

  test('it does not start: its connection is closed', async () => {
    const stream = new PassThrough()
    const { maker, removed } = world({
      attach: async () => stream,
      start: () => Promise.reject(unavailable('no')),
    })

    await expect(maker.make(1)).rejects.toMatchObject({ code: 'sandbox_unavailable' })

    expect(stream.destroyed).toBe(true)
    expect(removed).toEqual(['c1'])
  })
})
