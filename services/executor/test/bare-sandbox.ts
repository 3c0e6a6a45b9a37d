import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs'
import { arch, tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import Docker from 'dockerode'
import { containerSpec, sandboxUser, type SandboxSettings } from '../src/domain/container-spec.ts'
import { countsSocketMemory } from '../src/config.ts'
import { seccompProfile } from '../src/domain/seccomp/profile.ts'

/** Settings as an installation has them, with limits that a test reaches soon. */
export function sandboxTestSettings(owner: string, change: Partial<SandboxSettings> = {}): SandboxSettings {
  return {
    owner,
    image: 'agent-sandbox-runner:latest',
    runtime: 'runc',
    memoryBytes: 128 * 2 ** 20,
    cpus: 1,
    pids: 64,
    fileSizeBytes: 8 * 2 ** 20,
    tmpBytes: 8 * 2 ** 20,
    seccomp: seccompProfile(arch(), { loopback: countsSocketMemory }),
    ...change,
  }
}

export interface BareSandbox {
  /**
   * What a script prints, on both outputs, in a container of the real spec; only process 1 is bash instead of the
   * runner, so that walls are tried by themselves. Fails when the container cannot be started.
   *
   * @param mounted - a folder of the test's own behind /work, in place of `folder`.
   */
  run(script: string, change?: Partial<SandboxSettings>, mounted?: string): Promise<string>
  /** The folder behind /work. */
  readonly folder: string
}

export function useBareSandbox(): BareSandbox {
  const owner = `aika-test-bare-${process.pid}-${Math.random().toString(36).slice(2, 8)}`
  const folder = mkdtempSync(join(tmpdir(), 'aika-bare-'))
  chmodSync(folder, 0o700)
  chownSync(folder, sandboxUser.uid, sandboxUser.gid)
  const docker = new Docker({ socketPath: '/var/run/docker.sock' })

  async function run(script: string, change: Partial<SandboxSettings> = {}, mounted = folder) {
    const spec = containerSpec(42, mounted, sandboxTestSettings(owner, change))
    const started = { Entrypoint: ['/bin/bash', '-c', script], OpenStdin: false, StdinOnce: false }
    const container = await docker.createContainer({ ...spec, ...started } as object)
    try {
      const output = await container.attach({ stream: true, stdout: true, stderr: true })
      const text = new PassThrough().setEncoding('utf8')
      docker.modem.demuxStream(output, text, text)
      output.once('end', () => text.end())
      await container.start()
      return (await text.toArray()).join('')
    } finally {
      await container.remove({ force: true })
    }
  }

  afterAll(() => {
    const left = execFileSync('docker', ['ps', '-aq', '--filter', `label=aika.owner=${owner}`], {
      encoding: 'utf8',
    })
    for (const id of left.split('\n').filter(Boolean)) execFileSync('docker', ['rm', '-f', id])
    rmSync(folder, { recursive: true, force: true })
  })
  return { run, folder }
}
