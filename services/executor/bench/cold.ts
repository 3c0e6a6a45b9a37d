import { chown, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sandboxMaker } from '../src/adapters/sandbox-maker.ts'
import type { Engine } from '../src/adapters/engine.ts'
import { commandFrame, type RunnerFrame } from '../src/domain/runner-frames.ts'
import { containerSpec, sandboxUser, type SandboxSettings } from '../src/domain/container-spec.ts'
import { run } from '../../../bench/lib/run.ts'
import { percentile } from '../../../bench/lib/stats.ts'
import type { Tally } from '../../../bench/lib/tally.ts'
import { mustBe, order, signals, timed } from './orders.ts'
import { both, times } from './prepared.ts'
import type { World } from './world.ts'

/** No sandbox waits: beside `docker run` with the same flags, the same through the API with a network mode, and `exec`. */
export async function cold(world: World, tally: Tally, count: number): Promise<void> {
  const ours = await times(count, async () => {
    const one = order(3, 'echo hi')
    const [ms, end] = await timed(() => world.sandbox.run(one, signals))
    mustBe('output', end.stdout, 'hi\n')
    await world.sandbox.release(one.runId)
    return ms
  })
  const folder = await folderOf(world, 4)
  const flags = await dockerFlags(world.settings, folder)
  const dockerRun = await times(count, () =>
    printsHi(['run', '--rm', ...flags, world.settings.image, ...echo]),
  )
  both(tally, 'sandbox-cold', ours)
  both(tally, 'docker-run', dockerRun)
  tally.add('sandbox-cold-share', '× docker run', percentile(ours, 50) / percentile(dockerRun, 50))
  both(tally, 'api-network-none', await times(count, () => throughApi(world, folder)))
  await execs(world, tally, count, flags)
}

/** Different people at once, none of them with a sandbox that waits. */
export async function atOnce({ sandbox }: World, tally: Tally, count: number): Promise<void> {
  const people = Array.from({ length: 8 }, (_, index) => 10 + index)
  const [ms] = await timed(() =>
    Promise.all(
      people.map(async (userId) => {
        for (let left = count / 8; left > 0; left--) {
          const one = order(userId, 'echo hi')
          mustBe('output', (await sandbox.run(one, signals)).stdout, 'hi\n')
          await sandbox.release(one.runId)
        }
      }),
    ),
  )
  tally.add('sandbox-cold-throughput', 'commands/s', (count / ms) * 1_000)
}

const echo = ['-c', 'echo hi']

async function printsHi(args: string[]): Promise<number> {
  const [ms, text] = await timed(() => run('docker', args))
  mustBe('output', text, 'hi')
  return ms
}

async function execs({ settings }: World, tally: Tally, count: number, flags: string[]): Promise<void> {
  const id = await run('docker', ['run', '--detach', '--rm', ...flags, settings.image, '-c', 'sleep 600'])
  try {
    both(tally, 'docker-exec', await times(count, () => printsHi(['exec', id, '/bin/bash', ...echo])))
  } finally {
    await run('docker', ['rm', '--force', id])
  }
}

async function folderOf({ userDir }: World, userId: number): Promise<string> {
  const folder = path.join(userDir, String(userId))
  await mkdir(folder, { recursive: true })
  if (process.getuid?.() === 0) await chown(folder, sandboxUser.uid, sandboxUser.gid)
  return folder
}

/** The spec as flags; what has no flag (masked paths) is left out, to the advantage of what we are compared with. */
async function dockerFlags(settings: SandboxSettings, folder: string): Promise<string[]> {
  const { HostConfig, ...spec } = containerSpec(4, folder, settings)
  const profile = `${folder}/../seccomp.json`
  await writeFile(profile, settings.seccomp)
  const values = {
    network: 'none',
    'cap-drop': 'ALL',
    ipc: 'none',
    memory: String(HostConfig.Memory),
    'memory-swap': String(HostConfig.MemorySwap),
    cpus: String(settings.cpus),
    'pids-limit': String(HostConfig.PidsLimit),
    mount: `type=bind,source=${folder},target=/work`,
    workdir: spec.WorkingDir,
    user: spec.User,
    hostname: spec.Hostname,
    'log-driver': 'local',
    entrypoint: '/bin/bash',
  }
  return [
    '--interactive',
    '--read-only',
    '--security-opt=no-new-privileges',
    `--security-opt=seccomp=${profile}`,
    ...Object.entries(values).map(([name, value]) => `--${name}=${value}`),
    ...HostConfig.Ulimits.map(({ Name, Soft, Hard }) => `--ulimit=${Name}=${Soft}:${Hard}`),
    ...Object.entries(HostConfig.Tmpfs).map(([at, options]) => `--tmpfs=${at}:${options}`),
  ]
}

/** Our own container, but for the one switch that spares the engine its network hook. */
async function throughApi({ engine, settings }: World, folder: string): Promise<number> {
  const withHook: Engine = {
    ...engine,
    create: (name, spec) => engine.create(name, { ...spec, NetworkDisabled: false }),
    // It differs from the spec by that switch alone.
    inspect: async (id) => {
      const view = await engine.inspect(id)
      return view && { ...view, Config: { ...view.Config, NetworkDisabled: true } }
    },
  }
  const folders = { prepare: async () => folder, identity: async () => folder }
  const maker = sandboxMaker({ engine: withHook, settings, folders, concurrentStarts: 2 })
  const [ms, id] = await timed(async () => {
    const { containerId, line } = await maker.make(4)
    const ended = Promise.withResolvers<void>()
    line.listen((frame: RunnerFrame) => frame.kind === 'exit' && ended.resolve())
    line.send(
      commandFrame({
        argv: ['/bin/bash', ...echo],
        workdirRel: '',
        backstopSeconds: 30,
        outputLimitBytes: 99,
      }),
    )
    await ended.promise
    return containerId
  })
  await engine.remove(id)
  return ms
}
