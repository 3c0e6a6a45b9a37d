import { readConfig, runService } from '@aika/service-kit'
import { composeBot } from './compose.ts'
import { BotConfig } from './config.ts'

await runService('bot', async (env, createLog) => {
  const config = readConfig(BotConfig, env)
  return composeBot(config, createLog(config.LOG_LEVEL))
})
