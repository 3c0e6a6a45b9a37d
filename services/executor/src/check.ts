// Run beside the executor, with its settings, by `./aika doctor`: says whether its sandboxes are as they must be, one
// line a finding on stdout, and ends with 1 when any is not.
import { messageOf } from '@aika/errors'
import { dataEnv, readConfig } from '@aika/service-kit'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { checkSandboxes, type SandboxCheck } from './adapters/check-sandboxes.ts'
import { dockerEngine } from './adapters/engine.ts'
import { hostPathOf } from './adapters/host-folder.ts'
import { sandboxEnv, sandboxSettings } from './config.ts'
import { sandboxUser } from './domain/container-spec.ts'

const CheckConfig = z.object({
  ...sandboxEnv,
  USER_DIR: dataEnv.USER_DIR,
  // As the executor: through the proxy, where there is one.
  ENGINE_SOCKET: z.string().optional(),
  DOCKER_SOCKET: z.string().default('/var/run/docker.sock'),
})

async function check(): Promise<SandboxCheck> {
  const config = readConfig(CheckConfig, process.env)
  const engine = dockerEngine(config.ENGINE_SOCKET ?? config.DOCKER_SOCKET)
  const userDir = config.USER_DIR
  const hostUserDir = config.HOST_DATA_DIR
    ? join(config.HOST_DATA_DIR, 'users')
    : await hostPathOf(userDir, engine)
  const owner = userInfo().uid === 0 ? { owner: sandboxUser } : {}
  return checkSandboxes({ engine, settings: sandboxSettings(config), userDir, hostUserDir, ...owner })
}

const { running, findings } = await check().catch((error: unknown) => ({
  running: 0,
  findings: [messageOf(error)],
}))
const words = findings.length > 0 ? findings : [`${running} running and a fresh one: as they must be`]
process.stdout.write(`${words.join('\n')}\n`)
process.exitCode = findings.length > 0 ? 1 : 0
