import { readConfig, runService } from '@aika/service-kit'
import { composeSummarizer } from './compose.ts'
import { SummarizerConfig } from './config.ts'

await runService('summarizer', async (env, createLog) => {
  const config = readConfig(SummarizerConfig, env)
  return composeSummarizer(config, createLog(config.LOG_LEVEL))
})
