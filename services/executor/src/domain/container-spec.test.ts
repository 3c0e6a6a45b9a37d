import { containerName, readyName, runIdOf } from './container-name.ts'
import { containerSpec, type SandboxSettings } from './container-spec.ts'

const settings: SandboxSettings = {
  owner: 'aika',
  image: 'agent-sandbox-runner:latest',
  runtime: 'runc',
  memoryBytes: 536_870_912,
  cpus: 0.5,
  pids: 128,
  fileSizeBytes: 268_435_456,
  tmpBytes: 67_108_864,
  seccomp: '{"defaultAction":"SCMP_ACT_ERRNO"}',
}

describe('the spec of a sandbox (F-BOX 1)', () => {
  const { HostConfig, ...config } = containerSpec(42, '/srv/data/users/42', settings)

  test('no network, no capabilities, no way to more, bounded in everything', () => {
    expect(config).toMatchObject({ User: '10001:10001', NetworkDisabled: true, WorkingDir: '/work' })
    expect(HostConfig).toMatchObject({
      NetworkMode: 'none',
      IpcMode: 'none',
      CgroupnsMode: 'private',
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges', 'seccomp={"defaultAction":"SCMP_ACT_ERRNO"}'],
      Privileged: false,
      ReadonlyRootfs: true,
      Memory: 536_870_912,
      MemorySwap: 536_870_912,
      NanoCpus: 500_000_000,
      PidsLimit: 128,
      OomScoreAdj: 500,
      AutoRemove: false,
    })
  })

  test.each([
    ['core', 0],
    ['fsize', 268_435_456],
    ['nofile', 1_024],
    ['memlock', 65_536],
    ['sigpending', 512],
    ['msgqueue', 0],
  ])('no process has more %s than %i', (Name, limit) => {
    expect(HostConfig.Ulimits).toContainEqual({ Name, Soft: limit, Hard: limit })
  })

  test('what is in memory alone is small, and nothing in it can be run', () => {
    expect(HostConfig.Tmpfs).toEqual({
      '/tmp': 'rw,noexec,nosuid,nodev,mode=1777,size=67108864',
      '/dev/shm': 'rw,noexec,nosuid,nodev,mode=1777,size=16777216',
    })
  })

  test('only the person’s own folder is mounted, at /work', () => {
    expect(HostConfig.Mounts).toEqual([
      { Type: 'bind', Source: '/srv/data/users/42', Target: '/work', ReadOnly: false },
    ])
  })

  test('the environment is three plain variables, none of the service’s', () => {
    expect(config.Env).toEqual(['PATH=/usr/local/bin:/usr/bin:/bin', 'HOME=/tmp', 'LANG=C.UTF-8'])
  })

  test('process 1 is the runner, which waits for the command on stdin and hears its end', () => {
    expect(config).toMatchObject({
      Entrypoint: ['/usr/local/libexec/sandbox-runner'],
      Cmd: [],
      OpenStdin: true,
      StdinOnce: true,
      AttachStdin: true,
      Tty: false,
    })
  })

  test('two people: the specs differ in the folder and the label alone', () => {
    const other = containerSpec(7, '/srv/data/users/7', settings)

    expect(other.Labels).toEqual({ 'aika.owner': 'aika', 'aika.user': '7' })
    expect({
      ...other,
      Labels: config.Labels,
      HostConfig: { ...other.HostConfig, Mounts: HostConfig.Mounts },
    }).toEqual({ ...config, HostConfig })
  })
})

describe('the name of a sandbox', () => {
  test('the same run has the same name, another installation’s has another', () => {
    expect(containerName('aika', 'tg-1-2')).toBe('aika-run-tg-1-2')
    expect(containerName('aika', 'tg-1-2')).not.toBe(containerName('demo', 'tg-1-2'))
  })

  test('a name leads back to its run, however long the id', () => {
    const runId = 'x'.repeat(120)

    expect(runIdOf(containerName('aika', runId), 'aika')).toBe(runId)
  })

  test('one that waits for its command belongs to no run, nor does another installation’s', () => {
    expect(readyName('aika', '0123456789abcdef')).toBe('aika-ready-0123456789abcdef')
    expect(runIdOf(readyName('aika', '0123456789abcdef'), 'aika')).toBeUndefined()
    expect(runIdOf(containerName('demo', 'tg-1'), 'aika')).toBeUndefined()
  })
})
