import { containerName } from './container-name.ts'
import { containerSpec, type SandboxSettings } from './container-spec.ts'
import type { SandboxOrder } from './sandbox.ts'

const settings: SandboxSettings = {
  owner: 'aika',
  image: 'agent-sandbox-runner:latest',
  runtime: 'runc',
  memoryBytes: 536_870_912,
  cpus: 0.5,
  pids: 128,
  fileSizeBytes: 268_435_456,
  tmpBytes: 67_108_864,
}
const order = (more: Partial<SandboxOrder> = {}): SandboxOrder => ({
  runId: 'tg-1-2-3',
  userId: 42,
  argv: ['/bin/bash', '-c', 'ls'],
  workdirRel: '',
  timeoutSeconds: 30,
  ...more,
})

describe('the spec of a sandbox (F-BOX 1)', () => {
  test('any command: no network, no capabilities, no way to more, bounded in everything', () => {
    const { HostConfig, ...config } = containerSpec(order(), '/srv/data/users/42', settings)

    expect(config).toMatchObject({
      User: '10001:10001',
      NetworkDisabled: true,
      WorkingDir: '/work',
      OpenStdin: false,
    })
    expect(HostConfig).toMatchObject({
      NetworkMode: 'none',
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Privileged: false,
      ReadonlyRootfs: true,
      Memory: 536_870_912,
      MemorySwap: 536_870_912,
      NanoCpus: 500_000_000,
      PidsLimit: 128,
      Init: true,
      AutoRemove: false,
    })
    expect(HostConfig.Tmpfs['/tmp']).toBe('rw,noexec,nosuid,nodev,mode=1777,size=67108864')
    expect(HostConfig.Ulimits).toContainEqual({ Name: 'core', Soft: 0, Hard: 0 })
    expect(HostConfig.Ulimits).toContainEqual({ Name: 'fsize', Soft: 268_435_456, Hard: 268_435_456 })
  })

  test('only the person’s own folder is mounted, at /work', () => {
    const { HostConfig } = containerSpec(order(), '/srv/data/users/42', settings)

    expect(HostConfig.Mounts).toEqual([
      { Type: 'bind', Source: '/srv/data/users/42', Target: '/work', ReadOnly: false },
    ])
  })

  test('the environment is three plain variables, none of the service’s', () => {
    const { Env } = containerSpec(order(), '/x', settings)

    expect(Env).toEqual(['PATH=/usr/local/bin:/usr/bin:/bin', 'HOME=/tmp', 'LANG=C.UTF-8'])
  })

  test('two very different commands: the specs differ in the command and the labels alone', () => {
    const one = containerSpec(order(), '/x', settings)
    const other = containerSpec(
      order({ runId: 'tg-9', userId: 7, argv: ['--privileged', '--net=host'], workdirRel: 'a b/--c' }),
      '/x',
      settings,
    )

    expect(other.Cmd).toEqual(['/usr/bin/env', '--chdir=/work/a b/--c', '--', '--privileged', '--net=host'])
    expect({ ...other, Cmd: one.Cmd, Labels: one.Labels }).toEqual(one)
  })

  test('the container ends by itself, a little after the executor would end it', () => {
    const { Entrypoint } = containerSpec(order({ timeoutSeconds: 30 }), '/x', settings)

    expect(Entrypoint).toEqual(['/usr/bin/timeout', '--signal=KILL', '40'])
  })
})

describe('the name of a sandbox', () => {
  test('the same run has the same name, another installation’s has another', () => {
    expect(containerName('aika', 'tg-1-2')).toBe('aika-run-tg-1-2')
    expect(containerName('aika', 'tg-1-2')).not.toBe(containerName('demo', 'tg-1-2'))
  })

  test('very long ids: the names stay short and apart', () => {
    const [one, other] = ['a', 'b'].map((end) => containerName('aika', 'x'.repeat(119) + end))

    expect(one).not.toBe(other)
    expect(one!.length).toBeLessThanOrEqual(128)
  })
})
