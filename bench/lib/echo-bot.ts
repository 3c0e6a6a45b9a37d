import path from 'node:path'
import { run } from './run.ts'
import type { Stack } from './stack.ts'

const script = path.join(path.dirname(import.meta.dirname), 'baseline')

/** Puts the baseline in the bot's place while `measure` runs. */
export async function withEchoBot<Result>(stack: Stack, measure: () => Promise<Result>): Promise<Result> {
  await stack.compose('stop', 'bot')
  const network = `${stack.project}_inside`
  const place = [
    '--network',
    network,
    '--volume',
    `${script}:/baseline:ro`,
    '--label',
    `aika.owner=${stack.project}`,
  ]
  const command = ['node:24-bookworm-slim', 'node', '/baseline/echo-bot.ts']
  const id = await run('docker', ['run', '--detach', '--rm', ...place, ...command])
  try {
    return await measure()
  } finally {
    await run('docker', ['rm', '--force', id])
    await stack.compose('start', 'bot')
  }
}
