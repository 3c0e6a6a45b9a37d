import { parseArgs } from 'node:util'
import { writeResults } from '../../../bench/lib/results.ts'
import { Tally } from '../../../bench/lib/tally.ts'
import { atOnce, cold } from './cold.ts'
import { prepared } from './prepared.ts'
import { sandboxTable } from './table.ts'
import { deadlines, wear } from './wear.ts'
import { openWorld } from './world.ts'

const help = `pnpm bench:sandbox [--quick]

Measures commands in sandboxes, through the executor's core and through its queue, beside what the engine's own tools take
for the same. Needs a quiet machine with the images built and redis-server. --quick: fewer runs, nothing is written.`

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
})
if (options.help) {
  console.log(help)
  process.exit()
}

const count = options.quick ? 10 : 60
const tally = new Tally()
{
  await using world = await openWorld()
  await prepared(world, tally, count)
  await cold(world, tally, count)
  await atOnce(world, tally, options.quick ? 24 : 96)
  await deadlines(world, tally, options.quick ? 3 : 50)
  await wear(world, tally, options.quick ? 60 : 1_000)
}
console.log(sandboxTable(writeResults(tally, { keep: !options.quick })))
