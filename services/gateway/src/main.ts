import { readConfig, runService } from '@aika/service-kit'
import { composeGateway } from './compose.ts'
import { GatewayConfig } from './config.ts'

await runService('gateway', async (env, createLog) => {
  const config = readConfig(GatewayConfig, env)
  return composeGateway(config, createLog(config.LOG_LEVEL))
})
