import { crashFigures } from './figures/crash.ts'
import { lifetimeFigures } from './figures/lifetime.ts'
import { promptFigures } from './figures/prompt.ts'
import { speedFigures } from './figures/speed.ts'
import { toolTurnFigures } from './figures/tool-turn.ts'
import { report } from './lib/report.ts'
import { Stack } from './lib/stack.ts'

/*
 * Measures the composed stack against the stand-ins, prints the table for README and writes results.json.
 *   pnpm bench           three runs of everything, about ten minutes; nothing else should run beside it
 *   pnpm bench --quick   one short run, to see that it works; writes nothing
 */
const isQuick = process.argv.includes('--quick')
const runs = isQuick ? 1 : 3

await using stack = await Stack.start('aika-figures')
await stack.standIns.reset()
const figures = [
  ...(await speedFigures(stack, runs)),
  ...(await toolTurnFigures(stack, runs, isQuick ? 5 : 30)),
  ...(await promptFigures(stack, runs)),
  ...(await crashFigures(stack, runs)),
  ...(await lifetimeFigures(stack, runs, isQuick ? 200 : 2_000)),
]
console.log(await report(figures, new Date(), { keep: !isQuick }))
