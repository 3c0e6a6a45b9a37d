import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { figuresOf, type Figures } from './figures.ts'
import { histories } from './histories/index.ts'
import { replay } from './replay/replay.ts'
import { tables } from './tables.ts'

const help = `pnpm bench:memory [--only <replay>]

Replays invented chats through the agent's turn, the summarizer's functions and the database, with models that are pure
functions, and prints what each message would cost in tokens: against the full history, and against one sentence for
every old exchange for ever. Needs nothing but this checkout. --only: one of ${Object.keys(histories).join(', ')};
nothing is written then.`

const { values: options } = parseArgs({
  options: { only: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
})
if (options.help || (options.only !== undefined && !(options.only in histories))) {
  console.log(help)
  process.exit(options.help ? 0 : 1)
}

const all: Figures[] = []
for (const [id, make] of Object.entries(histories)) {
  if (options.only !== undefined && options.only !== id) continue
  const history = make()
  const startedMs = performance.now()
  all.push(figuresOf(history, await replay(history)))
  console.error(`» ${history.title}: ${((performance.now() - startedMs) / 1_000).toFixed(1)} s`)
}
console.log(tables(all))
if (options.only === undefined) {
  writeFileSync(`${import.meta.dirname}/../memory-results.json`, `${JSON.stringify(all, null, 2)}\n`)
}
