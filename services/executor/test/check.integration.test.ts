import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { arch, tmpdir } from 'node:os'
import { join } from 'node:path'
import Docker from 'dockerode'
import { containerSpec, type ContainerSpec } from '../src/domain/container-spec.ts'
import { countsSocketMemory } from '../src/config.ts'
import { seccompProfile } from '../src/domain/seccomp/profile.ts'
import { sandboxTestSettings } from './bare-sandbox.ts'

type Changed = { [Key in keyof ContainerSpec]?: unknown }

describe('the check of sandboxes that run (F-BOX 4)', () => {
  const owner = `aika-test-check-${process.pid}`
  const dataDir = mkdtempSync(join(tmpdir(), 'aika-check-'))
  const userDir = join(dataDir, 'users')
  const docker = new Docker({ socketPath: '/var/run/docker.sock' })
  const settings = sandboxTestSettings(owner)
  const attached: NodeJS.ReadWriteStream[] = []

  beforeAll(() => {
    chmodSync(dataDir, 0o755)
    mkdirSync(userDir)
    mkdirSync(join(userDir, '42'))
  })
  afterEach(async () => {
    for (const stream of attached.splice(0)) stream.end()
    const all = await docker.listContainers({ all: true, filters: { label: [`aika.owner=${owner}`] } })
    await Promise.all(all.map(({ Id }) => docker.getContainer(Id).remove({ force: true })))
  })
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

  /** A sandbox of person 42 that waits for its command, made with something else than was asked for. */
  async function waiting(change: Changed = {}, host: Partial<Record<keyof Docker.HostConfig, unknown>> = {}) {
    const spec = containerSpec(42, join(userDir, '42'), settings)
    const body = { ...spec, ...change, HostConfig: { ...spec.HostConfig, ...host } }
    const name = `${owner}-ready-${Math.random().toString(16).slice(2, 10)}`
    const container = await docker.createContainer({ name, ...body } as object)
    attached.push(await container.attach({ stream: true, stdin: true, hijack: true }))
    await container.start()
  }

  function check() {
    const env = {
      PATH: process.env['PATH'],
      SANDBOX_OWNER: owner,
      HOST_DATA_DIR: dataDir,
      USER_DIR: userDir,
      SANDBOX_MEMORY: '128m',
      SANDBOX_CPUS: '1',
      SANDBOX_PIDS: '64',
      SANDBOX_FILE_SIZE: '8m',
      SANDBOX_TMP_SIZE: '8m',
    }
    const entry = join(import.meta.dirname, '../src/check.ts')
    return spawnSync(process.execPath, [entry], { env, encoding: 'utf8', timeout: 60_000 })
  }

  test('one waits for its command, as it must be: nothing is found', async () => {
    await waiting()

    expect(check()).toMatchObject({ status: 0, stdout: '1 running and a fresh one: as they must be\n' })
  })

  test('one runs with less than was asked for: each difference is a line, and the check fails', async () => {
    await waiting({ NetworkDisabled: false }, { Memory: 0, MemorySwap: 0, CapAdd: ['CHOWN'] })

    const { status, stdout } = check()

    expect(status).toBe(1)
    expect(stdout).toMatch(/NetworkDisabled: /)
    expect(stdout).toMatch(/HostConfig\.Memory: /)
    expect(stdout).toMatch(/HostConfig\.CapAdd is set: \["CHOWN"\]/)
  })

  test('one runs with another filter, or shows what is hidden: it is found', async () => {
    const open = JSON.stringify({
      ...JSON.parse(seccompProfile(arch(), { loopback: countsSocketMemory })),
      defaultAction: 'SCMP_ACT_LOG',
    })
    await waiting({}, { SecurityOpt: ['no-new-privileges', `seccomp=${open}`] })
    await waiting({}, { MaskedPaths: ['/proc/kcore'] })

    const { status, stdout } = check()

    expect(status).toBe(1)
    expect(stdout).toMatch(/SecurityOpt: /)
    expect(stdout).toMatch(/MaskedPaths: /)
  })
})
