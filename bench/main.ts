import { parseArgs } from 'node:util'
import { baseline } from './figures/baseline.ts'
import { commands } from './figures/commands.ts'
import { full, quick, type Extent } from './figures/extent.ts'
import { kill } from './figures/kill.ts'
import { idleMemory, memoryAfter } from './figures/memory.ts'
import { prompts } from './figures/prompt.ts'
import { speed } from './figures/speed.ts'
import { start } from './figures/start.ts'
import { stop } from './figures/stop.ts'
import { writeResults } from './lib/results.ts'
import { Stack } from './lib/stack.ts'
import { table } from './lib/table.ts'
import { Tally } from './lib/tally.ts'

const help = `pnpm bench [--quick] [--runs <n>]

Measures the composed stack against the stand-ins, with a model that answers at once, and prints the table of README.
Starts an installation of its own and removes it in the end. --quick: one short run, nothing is written.`

/** One run from nothing: the bare loop first, then ours, on what an empty database and an empty Redis make of it. */
async function measure(stack: Stack, tally: Tally, extent: Extent): Promise<void> {
  await stack.wipe()
  await baseline(stack, tally, extent)
  await start(stack, tally)
  const idle = await idleMemory(stack, tally, extent)
  const turns = await speed(stack, tally, extent)
  await memoryAfter(stack, tally, extent, { idle, turns })
  await prompts(stack, tally)
  await commands(stack, tally, extent)
  await stop(stack, tally, extent)
  await kill(stack, tally)
}

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean' }, runs: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
})
if (options.help) {
  console.log(help)
  process.exit()
}

const runs = Number(options.runs ?? (options.quick ? 1 : 3))
const tally = new Tally()
{
  await using stack = await Stack.open('aika-figures')
  for (let run = 1; run <= runs; run++) {
    console.error(`» run ${run} of ${runs}`)
    await measure(stack, tally, options.quick ? quick : full)
  }
}
console.log(table(writeResults(tally, { keep: !options.quick })))
