import { containerSpec } from './container-spec.ts'
import { deviations, type InspectedContainer } from './verify-spec.ts'

const spec = containerSpec(
  { runId: 'tg-1', userId: 42, argv: ['/bin/true'], workdirRel: '', timeoutSeconds: 5 },
  '/srv/users/42',
  {
    owner: 'aika',
    image: 'sandbox',
    runtime: 'runc',
    memoryBytes: 1e8,
    cpus: 0.5,
    pids: 64,
    fileSizeBytes: 1e7,
    tmpBytes: 1e7,
  },
)

/** What an engine answers about a container that was made as asked. */
function inspected(): InspectedContainer & { HostConfig: Record<string, unknown> } {
  const { HostConfig, Healthcheck: _healthcheck, ...config } = structuredClone(spec)
  const { Mounts: _mounts, ...host } = HostConfig
  return {
    Config: { ...config, Env: [...config.Env, 'PYTHONNOUSERSITE=1'], Domainname: '' },
    HostConfig: { ...host, Binds: null, CapAdd: null, Devices: [], PortBindings: {}, PidMode: '' },
    Mounts: [{ Type: 'bind', Source: '/srv/users/42', Destination: '/work', RW: true }],
  }
}

describe('a container compared with its spec (F-BOX 4)', () => {
  test('made as asked: nothing to say', () => {
    expect(deviations(spec, inspected())).toEqual([])
  })

  test.each<[string, (real: ReturnType<typeof inspected>) => void, RegExp]>([
    ['privileged', (real) => (real.HostConfig['Privileged'] = true), /Privileged/],
    ['a network', (real) => (real.HostConfig['NetworkMode'] = 'bridge'), /NetworkMode/],
    ['a network switched on', (real) => (real.Config['NetworkDisabled'] = false), /NetworkDisabled/],
    ['the memory limit gone', (real) => (real.HostConfig['Memory'] = 0), /Memory/],
    ['swap added', (real) => (real.HostConfig['MemorySwap'] = -1), /MemorySwap/],
    ['a capability', (real) => (real.HostConfig['CapAdd'] = ['SYS_ADMIN']), /CapAdd/],
    ['capabilities kept', (real) => (real.HostConfig['CapDrop'] = null), /CapDrop/],
    ['new privileges', (real) => (real.HostConfig['SecurityOpt'] = null), /SecurityOpt/],
    ['no seccomp', (real) => (real.HostConfig['SecurityOpt'] = ['seccomp=unconfined']), /SecurityOpt/],
    ['a writable root', (real) => (real.HostConfig['ReadonlyRootfs'] = false), /ReadonlyRootfs/],
    ['another user', (real) => (real.Config['User'] = ''), /User/],
    ['the host’s processes', (real) => (real.HostConfig['PidMode'] = 'host'), /PidMode/],
    ['a device', (real) => (real.HostConfig['Devices'] = [{ PathOnHost: '/dev/sda' }]), /Devices/],
    ['a bind', (real) => (real.HostConfig['Binds'] = ['/:/host']), /Binds/],
    [
      'a second mount',
      (real) => real.Mounts.push({ Type: 'volume', Source: 'v', Destination: '/v', RW: true }),
      /Mounts/,
    ],
    ['a neighbour’s folder', (real) => (real.Mounts[0]!.Source = '/srv/users/43'), /Mounts/],
    [
      'a secret in the environment',
      (real) => (real.Config['Env'] as string[]).push('TOKEN=abc'),
      /Env holds TOKEN$/,
    ],
    ['another runtime', (real) => (real.HostConfig['Runtime'] = 'other'), /Runtime/],
    ['a restart', (real) => (real.HostConfig['RestartPolicy'] = { Name: 'always' }), /RestartPolicy/],
  ])('%s: is named', (_what, change, message) => {
    const real = inspected()
    change(real)

    expect(deviations(spec, real)).toEqual([expect.stringMatching(message)])
  })
})
