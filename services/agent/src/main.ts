import { readConfig, runService } from '@aika/service-kit'
import { composeAgent } from './compose.ts'
import { AgentConfig } from './config.ts'

await runService('agent', async (env, createLog) => {
  const config = readConfig(AgentConfig, env)
  return composeAgent(config, createLog(config.LOG_LEVEL))
})
