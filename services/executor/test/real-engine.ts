import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWorkspace, type Quota, type Workspace } from '@aika/workspace'
import { diskBookings } from '../src/adapters/disk-bookings.ts'
import { diskQuota } from '../src/adapters/disk-quota.ts'
import { dockerSandbox } from '../src/adapters/docker-sandbox.ts'
import { dockerEngine, type Engine } from '../src/adapters/engine.ts'
import { peopleFolders } from '../src/adapters/people-folders.ts'
import { sandboxMaker, type SandboxMaker } from '../src/adapters/sandbox-maker.ts'
import { sandboxPool, type SandboxPool } from '../src/adapters/sandbox-pool.ts'
import { selfTest } from '../src/adapters/self-test.ts'
import { sandboxUser, type SandboxSettings } from '../src/domain/container-spec.ts'
import { gate } from '../src/domain/gate.ts'
import type { Bookings } from '../src/domain/bookings.ts'
import type { RunSignals, Sandbox, SandboxOrder } from '../src/domain/sandbox.ts'
import { sandboxTestSettings } from './bare-sandbox.ts'

export interface RealEngine {
  readonly owner: string
  readonly userDir: string
  /** What the service keeps of its own: `ADMIN_DIR`. */
  readonly adminDir: string
  readonly bookings: Bookings
  readonly settings: SandboxSettings
  readonly engine: Engine
  readonly workspace: Workspace
  readonly sandbox: Sandbox
  readonly pool: SandboxPool
  readonly maker: SandboxMaker
  /** The ids of this file's containers that exist now. */
  containers(): Promise<string[]>
  /** How many processes a container has now. */
  processesIn(id: string): number
  /** Resolves with its exit code once a container has ended. */
  ended(id: string): Promise<number>
}

/** The engine of this machine, with a label and folders of this test file's own; all of it is gone afterwards. */
export function useRealEngine(change: Partial<SandboxSettings> = {}, quota?: Quota): RealEngine {
  const owner = `aika-test-${process.pid}-${Math.random().toString(36).slice(2, 8)}`
  const userDir = mkdtempSync(join(tmpdir(), 'aika-users-'))
  // The sandbox's user comes through here to its own folder; another user's would be private.
  chmodSync(userDir, 0o755)
  const adminDir = mkdtempSync(join(tmpdir(), 'aika-admin-'))
  const bookings = diskBookings(join(adminDir, 'job_logs/.bookings'))
  const settings = sandboxTestSettings(owner, change)
  const engine = dockerEngine('/var/run/docker.sock')
  const workspace = openWorkspace({ userDir, sharedDir: '/nowhere', owner: sandboxUser })
  const folders = peopleFolders(workspace, userDir, async () => userDir)
  const maker = sandboxMaker({ engine, settings, folders, concurrentStarts: 2 })
  const pool = sandboxPool({
    engine,
    maker,
    folders,
    most: 4,
    idleMs: 30_000,
    hasRoom: () => true,
    onTrouble: () => undefined,
  })
  const sandbox = dockerSandbox({
    engine,
    settings,
    bookings,
    folders,
    maker,
    pool,
    handOverWithinMs: 2_000,
    ...(quota && {
      disk: diskQuota((userId, most) => workspace.user(userId).usage(most), quota, { folder: userDir }),
    }),
    limits: { outputBytes: 4_096, outputLimitBytes: 1_048_576 },
    fitness: gate(() => selfTest({ engine, settings, userDir, hostUserDir: userDir, owner: sandboxUser })),
  })
  const containers = async () => (await engine.list(owner)).map(({ containerId }) => containerId)

  const processesIn = (id: string) =>
    execFileSync('docker', ['top', id, '-o', 'pid'], { encoding: 'utf8' }).trim().split('\n').length - 1

  const ended = async (id: string) => {
    const state = await eventually(async () => {
      const now = (await engine.inspect(id))!.State
      return now.Running ? undefined : now
    })
    return state.ExitCode
  }

  afterAll(async () => {
    await pool[Symbol.asyncDispose]()
    await Promise.all((await containers()).map(engine.remove))
    for (const folder of [userDir, adminDir]) rmSync(folder, { recursive: true, force: true })
  })
  const parts = { owner, userDir, adminDir, settings, engine, workspace, sandbox, bookings, pool, maker }
  return { ...parts, containers, processesIn, ended }
}

let runs = 0

/** A script of person 42's, with a run of its own. */
export function anOrder(script: string, more: Partial<SandboxOrder> = {}): SandboxOrder {
  const argv = ['/bin/bash', '-c', script]
  return {
    runId: `test-${process.pid}-${runs++}`,
    userId: 42,
    argv,
    workdirRel: '',
    timeoutSeconds: 20,
    ...more,
  }
}

export function signals(more: Partial<RunSignals> = {}): RunSignals {
  const never = new AbortController().signal
  return { cancel: never, leave: never, isOurs: () => true, ...more }
}

/** What `docker inspect` says; a second pair of eyes beside our own client. */
export function dockerInspect(id: string): Record<string, unknown> {
  return (
    JSON.parse(execFileSync('docker', ['inspect', id], { encoding: 'utf8' })) as Record<string, unknown>[]
  )[0]!
}

/** Resolves once `look` finds something; the test's own time limit ends it otherwise. */
export async function eventually<Found>(
  look: () => Promise<Found | undefined> | Found | undefined,
): Promise<Found> {
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
