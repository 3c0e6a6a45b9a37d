import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { DEMO_BOT_TOKEN } from './start.ts'

/** The stand-ins' settings. They hold no secret worth the name: the token is the demo's own. */
const StandInsConfig = z.object({
  STANDINS_HOST: z.string().default('0.0.0.0'),
  STANDINS_PORT: z.coerce.number().int().min(0).max(65_535).default(8081),
  /** 0: no demo page. */
  STANDINS_DEMO_PORT: z.coerce.number().int().min(0).max(65_535).default(8090),
  STANDINS_BOT_TOKEN: z.string().min(1).default(DEMO_BOT_TOKEN),
  /** Between two stream events of the model. */
  STANDINS_CHUNK_DELAY_MS: z.coerce.number().int().min(0).max(10_000).default(25),
})

export type StandInsConfig = z.output<typeof StandInsConfig>

/** Reads the settings; the token may come from the file named by STANDINS_BOT_TOKEN_FILE. */
export function readStandInsConfig(env: Record<string, string | undefined>): StandInsConfig {
  const file = env['STANDINS_BOT_TOKEN_FILE']
  return StandInsConfig.parse(file ? { ...env, STANDINS_BOT_TOKEN: readFileSync(file, 'utf8').trim() } : env)
}
