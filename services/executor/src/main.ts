import { readConfig, runService } from '@aika/service-kit'
import { awaitNeighbour, watchNeighbour } from './adapters/neighbour.ts'
import { composeExecutor } from './compose.ts'
import { ExecutorConfig } from './config.ts'

await runService('executor', async (env, createLog) => {
  const config = readConfig(ExecutorConfig, env)
  const log = createLog(config.LOG_LEVEL)
  const proxy = config.ENGINE_SOCKET
  if (proxy) {
    await awaitNeighbour(proxy)
    watchNeighbour(proxy, () => {
      // Both are started anew then, by Compose; commands that run are found again.
      log.fatal({}, 'the socket proxy is gone')
      process.exit(1)
    })
  }
  return composeExecutor(config, log)
})
