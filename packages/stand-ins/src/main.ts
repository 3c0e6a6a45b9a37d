import { readStandInsConfig } from './config.ts'
import { startStandIns } from './start.ts'

const config = readStandInsConfig(process.env)
await using standIns = await startStandIns({
  host: config.STANDINS_HOST,
  port: config.STANDINS_PORT,
  demoPort: config.STANDINS_DEMO_PORT || undefined,
  token: config.STANDINS_BOT_TOKEN,
  chunkDelayMs: config.STANDINS_CHUNK_DELAY_MS,
  // Ray and Alice know the bot already, so that it can put its commands into their menus as it starts.
  acquainted: [1001, 1002],
})
process.stdout.write(`stand-ins on ${standIns.url}, demo page on ${standIns.demoUrl ?? 'none'}\n`)
await new Promise((resolve) => {
  process.once('SIGTERM', resolve)
  process.once('SIGINT', resolve)
})
