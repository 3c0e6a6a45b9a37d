import type { Logger } from '@aika/service-kit'
import { openWorkspace } from '@aika/workspace'
import { availableParallelism, freemem, userInfo } from 'node:os'
import { join } from 'node:path'
import { diskBookings } from './adapters/disk-bookings.ts'
import { diskQuota } from './adapters/disk-quota.ts'
import { dockerSandbox } from './adapters/docker-sandbox.ts'
import { dockerEngine } from './adapters/engine.ts'
import { hostPathOf } from './adapters/host-folder.ts'
import { peopleFolders } from './adapters/people-folders.ts'
import { sandboxMaker } from './adapters/sandbox-maker.ts'
import { sandboxPool } from './adapters/sandbox-pool.ts'
import { selfTest } from './adapters/self-test.ts'
import { sandboxSettings, type ExecutorConfig } from './config.ts'
import { runIdOf } from './domain/container-name.ts'
import { sandboxUser } from './domain/container-spec.ts'
import { gate } from './domain/gate.ts'
import { recallBookings } from './domain/bookings.ts'

/** How long a prepared sandbox waits for its person's command. */
const preparedIdleMs = 45_000
/** One that waits costs some 4 MB; with less than this to spare the machine has better uses for them. */
const spareBytes = 96 * 2 ** 20

/** Sandboxes as these settings have them: what makes them, what keeps some ready, and what tells whether they hold. */
export function openSandbox(config: ExecutorConfig, log: Logger) {
  const settings = sandboxSettings(config)
  const engine = dockerEngine(config.ENGINE_SOCKET ?? config.DOCKER_SOCKET)
  const owner = userInfo().uid === 0 ? sandboxUser : undefined
  const userDir = config.USER_DIR
  const hostUserDir = async () =>
    config.HOST_DATA_DIR ? join(config.HOST_DATA_DIR, 'users') : hostPathOf(userDir, engine)
  const bookings = diskBookings(join(config.ADMIN_DIR, 'job_logs/.bookings'))
  const fitness = gate(async () => {
    await selfTest({ engine, settings, userDir, hostUserDir: await hostUserDir(), ...(owner && { owner }) })
    recallBookings(bookings, await engine.list(settings.owner), (name) => runIdOf(name, settings.owner))
  })
  const workspace = openWorkspace({ userDir, sharedDir: '/nowhere', ...(owner && { owner }) })
  const folders = peopleFolders(workspace, userDir, hostUserDir)
  const maker = sandboxMaker({ engine, settings, folders, concurrentStarts: availableParallelism() })
  const pool = sandboxPool({
    engine,
    maker,
    folders,
    most: config.SANDBOX_PREPARED,
    idleMs: preparedIdleMs,
    hasRoom: () => freemem() > spareBytes,
    onTrouble: (error) => log.debug({ err: error }, 'a prepared sandbox was lost'),
  })
  const sandbox = dockerSandbox({
    engine,
    settings,
    limits: { outputBytes: config.SANDBOX_OUTPUT_BYTES, outputLimitBytes: config.SANDBOX_OUTPUT_LIMIT_BYTES },
    fitness,
    bookings,
    folders,
    maker,
    pool,
    disk: diskQuota(
      (userId, most) => workspace.user(userId).usage(most),
      { bytes: config.USER_QUOTA_MB * 1_048_576, files: config.USER_MAX_FILES },
      { folder: userDir },
    ),
  })
  log.debug({ settings: { ...settings, seccomp: undefined } }, 'sandboxes are made so')
  return { engine, pool, sandbox, fitness, bookings }
}
