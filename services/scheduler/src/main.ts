import { readConfig, runService } from '@aika/service-kit'
import { composeScheduler } from './compose.ts'
import { SchedulerConfig } from './config.ts'

await runService('scheduler', async (env, createLog) => {
  const config = readConfig(SchedulerConfig, env)
  return composeScheduler(config, createLog(config.LOG_LEVEL))
})
