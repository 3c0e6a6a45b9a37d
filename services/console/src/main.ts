import { readConfig, runService } from '@aika/service-kit'
import { composeConsole } from './compose.ts'
import { ConsoleConfig } from './config.ts'

await runService('console', async (env, createLog) => {
  const config = readConfig(ConsoleConfig, env)
  return composeConsole(config, createLog(config.LOG_LEVEL))
})
