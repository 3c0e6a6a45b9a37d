import { randomBytes } from 'node:crypto'
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { containerSpec, sandboxUser, type SandboxSettings } from '../domain/container-spec.ts'
import { unfitness } from '../domain/fitness.ts'
import { commandFrame } from '../domain/runner-frames.ts'
import type { SandboxEnd } from '../domain/sandbox.ts'
import { doubts, probeScript } from '../domain/self-test.ts'
import { deviations } from '../domain/verify-spec.ts'
import { noDiskQuota } from './disk-quota.ts'
import { unavailable, type Engine } from './engine.ts'
import { followCommand } from './follow-command.ts'
import { sandboxMaker, type ReadySandbox } from './sandbox-maker.ts'

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
 * Runs one sandbox on this engine and compares it with what was asked for, from outside (inspect) and from inside; those
 * that are there already, from outside.
 *
 * @throws AppError `sandbox_unavailable` that names all that is wrong.
 */
export async function selfTest(options: SelfTestOptions): Promise<void> {
  const { engine, settings } = options
  const reasons = unfitness(await engine.info(), settings.runtime)
  if (reasons.length > 0) throw unavailable(reasons.join('; '))
  const problems = await withProbeFolder(options, (folder, probe) => tryOne(options, folder, probe))
  if (problems.length > 0) throw unavailable(`a sandbox here would not hold: ${problems.join('; ')}`)
  const live = await liveDeviations(options)
  if (live.length > 0) throw unavailable(`a sandbox that runs is not as it must be: ${live.join('; ')}`)
}

/** What differs between the sandboxes that run now and the spec, one line each. */
export async function liveDeviations(
  options: Pick<SelfTestOptions, 'engine' | 'settings' | 'hostUserDir'>,
): Promise<string[]> {
  const { engine, settings, hostUserDir } = options
  const found: string[] = []
  for (const { containerId, name, userId, isRunning } of await engine.list(settings.owner)) {
    // Those of nobody are self-tests, which compare themselves.
    const view = isRunning && userId !== 0 ? await engine.inspect(containerId) : undefined
    if (!view?.State.Running) continue
    const spec = containerSpec(userId, join(hostUserDir, String(userId)), settings)
    found.push(...deviations(spec, view).map((difference) => `${name}: ${difference}`))
  }
  return found
}

async function tryOne(options: SelfTestOptions, folder: string, probe: string): Promise<string[]> {
  const { engine, settings, hostUserDir } = options
  const folders = {
    prepare: async () => join(hostUserDir, basename(folder)),
    identity: async () => folder,
  }
  const maker = sandboxMaker({ engine, settings, folders, concurrentStarts: 1 })
  const made = await maker.make(0)
  try {
    const end = await runProbe(engine, made, settings)
    const echo = await readFile(join(folder, 'echo'), 'utf8').catch(() => '')
    return [
      ...doubts(end.stdout, {
        probe,
        user: `${sandboxUser.uid}:${sandboxUser.gid}`,
        runtime: settings.runtime,
      }),
      ...(echo === probe ? [] : ['it cannot write into the folder that it was given']),
      ...(end.stderr === '' ? [] : [`it said: ${end.stderr.trim().slice(0, 300)}`]),
    ]
  } finally {
    await engine.remove(made.containerId).catch(() => undefined)
  }
}

async function runProbe(
  engine: Engine,
  { containerId, line }: ReadySandbox,
  settings: SandboxSettings,
): Promise<SandboxEnd> {
  const never = new AbortController().signal
  const argv = ['/bin/bash', '-c', probeScript(settings)]
  line.send(commandFrame({ argv, workdirRel: '', backstopSeconds: 30, outputLimitBytes: 65_536 }))
  return followCommand(
    engine,
    { containerId, line, adopted: false },
    { timeoutSeconds: 20, outputBytes: 8_192 },
    { cancel: never, leave: never },
    () => noDiskQuota.watch(0),
  )
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
