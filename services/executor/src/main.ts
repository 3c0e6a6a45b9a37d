import { readConfig, runService } from '@aika/service-kit'
import { holdProxyLifeline } from './adapters/proxy-lifeline.ts'
import { composeExecutor } from './compose.ts'
import { ExecutorConfig } from './config.ts'

await runService('executor', async (env, createLog) => {
  const config = readConfig(ExecutorConfig, env)
  const log = createLog(config.LOG_LEVEL)
  if (config.ENGINE_SOCKET) {
    await holdProxyLifeline(config.ENGINE_SOCKET, () => {
      // Compose starts both anew then; a command that runs is found again, as after any crash.
      log.fatal({}, 'the socket proxy is gone')
      process.exit(1)
    })
  }
  return composeExecutor(config, log)
})
