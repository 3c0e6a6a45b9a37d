import { randomBytes } from 'node:crypto'
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { containerName } from '../domain/container-name.ts'
import { containerSpec, type SandboxSettings } from '../domain/container-spec.ts'
import { unfitness } from '../domain/fitness.ts'
import type { SandboxOrder } from '../domain/sandbox.ts'
import { doubts, probeScript } from '../domain/self-test.ts'
import { deviations } from '../domain/verify-spec.ts'
import { unavailable, type Engine } from './engine.ts'
import { followContainer } from './follow-container.ts'

export interface SelfTestOptions {
  engine: Engine
  settings: SandboxSettings
  /** The folder of all people's folders, here and on the engine's host. */
  userDir: string
  hostUserDir: string
  /** Who the probe's folder must belong to, where this process runs as root. */
  owner?: { uid: number; gid: number }
}

/**
 * Runs one sandbox on this engine and compares it with what was asked for, from outside (inspect) and from inside.
 * @throws AppError `sandbox_unavailable` that names all that is wrong.
 */
export async function selfTest(options: SelfTestOptions): Promise<void> {
  const { engine, settings } = options
  const reasons = unfitness(await engine.info(), settings.runtime)
  if (reasons.length > 0) throw unavailable(reasons.join('; '))
  const problems = await withProbeFolder(options, (folder, probe) => tryOne(options, folder, probe))
  if (problems.length > 0) throw unavailable(`a sandbox here would not hold: ${problems.join('; ')}`)
}

async function tryOne(options: SelfTestOptions, folder: string, probe: string): Promise<string[]> {
  const { engine, settings, hostUserDir } = options
  const runId = `selftest-${randomBytes(6).toString('hex')}`
  const argv = ['/bin/bash', '-c', probeScript]
  const order: SandboxOrder = { runId, userId: 0, argv, workdirRel: '', timeoutSeconds: 20 }
  const spec = containerSpec(order, join(hostUserDir, basename(folder)), settings)
  const name = containerName(settings.owner, runId)
  try {
    const id = await engine.create(name, spec)
    const view = id ? await engine.inspect(id) : undefined
    if (!id || !view) return ['its container was taken away']
    const limits = { timeoutSeconds: 20, outputBytes: 8_192, outputLimitBytes: 65_536 }
    const never = new AbortController().signal
    const end = await followContainer(engine, { id, state: 'created' }, limits, {
      cancel: never,
      leave: never,
    })
    const echo = await readFile(join(folder, 'echo'), 'utf8').catch(() => '')
    return [
      ...deviations(spec, view),
      ...doubts(end.stdout, {
        probe,
        user: spec.User,
        memoryBytes: settings.memoryBytes,
        hostKernel: /^(runc|crun|io\.containerd\.runc)/.test(settings.runtime),
      }),
      ...(echo === probe ? [] : ['it cannot write into the folder that it was given']),
      ...(end.stderr === '' ? [] : [`it said: ${end.stderr.trim().slice(0, 300)}`]),
    ]
  } finally {
    await engine.remove(name).catch(() => undefined)
  }
}

async function withProbeFolder<Result>(
  { userDir, owner }: SelfTestOptions,
  use: (folder: string, probe: string) => Promise<Result>,
): Promise<Result> {
  const probe = randomBytes(12).toString('hex')
  const folder = await mkdtemp(join(userDir, '.selftest-'))
  try {
    await writeFile(join(folder, 'probe'), probe)
    if (owner) await chown(folder, owner.uid, owner.gid)
    return await use(folder, probe)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
