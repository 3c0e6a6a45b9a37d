import { readConfig, runService } from '@aika/service-kit'
import { composeExecutor } from './compose.ts'
import { ExecutorConfig } from './config.ts'

await runService('executor', async (env, createLog) => {
  const config = readConfig(ExecutorConfig, env)
  return composeExecutor(config, createLog(config.LOG_LEVEL))
})
