import { containerSpec } from './container-spec.ts'
import { seccompProfile } from './seccomp/profile.ts'
import { deviations, type InspectedContainer } from './verify-spec.ts'

const settings = {
  owner: 'aika',
  image: 'sandbox',
  runtime: 'runc',
  memoryBytes: 1e8,
  cpus: 0.5,
  pids: 64,
  fileSizeBytes: 1e7,
  tmpBytes: 1e7,
  seccomp: seccompProfile('x64'),
}
const spec = containerSpec(42, '/srv/users/42', settings)

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
    [
      'the engine’s own filter',
      (real) => (real.HostConfig['SecurityOpt'] = ['no-new-privileges']),
      /SecurityOpt/,
    ],
    ['paths shown', (real) => (real.HostConfig['MaskedPaths'] = []), /MaskedPaths/],
    ['one path shown', (real) => (real.HostConfig['MaskedPaths'] as string[]).pop(), /MaskedPaths/],
    ['paths writable', (real) => (real.HostConfig['ReadonlyPaths'] = null), /ReadonlyPaths/],
    ['the host’s shared memory', (real) => (real.HostConfig['IpcMode'] = 'host'), /IpcMode/],
    ['the host’s control groups', (real) => (real.HostConfig['CgroupnsMode'] = 'host'), /CgroupnsMode/],
    ['a group of its own choice', (real) => (real.HostConfig['CgroupParent'] = '/'), /CgroupParent/],
    [
      'the memory limit without teeth',
      (real) => (real.HostConfig['OomKillDisable'] = true),
      /OomKillDisable/,
    ],
    ['more processes', (real) => (real.HostConfig['PidsLimit'] = -1), /PidsLimit/],
    ['core dumps', (real) => (real.HostConfig['Ulimits'] as unknown[]).shift(), /Ulimits/],
    ['programs in /tmp', (real) => (real.HostConfig['Tmpfs'] = { '/tmp': 'rw,exec' }), /Tmpfs/],
    ['another process 1', (real) => (real.Config['Entrypoint'] = ['/bin/sh']), /Entrypoint/],
    ['a command', (real) => (real.Config['Cmd'] = ['-c', 'true']), /Cmd/],
    [
      'another person’s label',
      (real) => (real.Config['Labels'] = { ...spec.Labels, 'aika.user': '43' }),
      /user/,
    ],
    ['another runtime', (real) => (real.HostConfig['Runtime'] = 'other'), /Runtime/],
    ['a restart', (real) => (real.HostConfig['RestartPolicy'] = { Name: 'always' }), /RestartPolicy/],
  ])('%s: is named', (_what, change, message) => {
    const real = inspected()
    change(real)

    expect(deviations(spec, real)).toEqual([expect.stringMatching(message)])
  })

  test('another filter: it is named in a line that can be read', () => {
    const real = inspected()
    real.HostConfig['SecurityOpt'] = ['no-new-privileges', `seccomp=${seccompProfile('arm64')}`]

    const [line] = deviations(spec, real)
    expect(line).toMatch(/SecurityOpt: .*… \([0-9a-f]{8}\) instead of .*… \([0-9a-f]{8}\)$/)
    expect(line!.length).toBeLessThan(400)
  })
})
