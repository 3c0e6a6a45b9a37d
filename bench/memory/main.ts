import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Figures } from './figures.ts'
import { histories } from './histories/index.ts'
import { live } from './live.ts'
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

/** The longest first, and two at a time. */
async function liveAll(ids: string[]): Promise<Figures[]> {
  const left = ids.toReversed()
  const done: Figures[] = []
  const next = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) done.push(await timed(id))
  }
  await Promise.all([next(), next()])
  return done.toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id))
}

async function timed(id: string): Promise<Figures> {
  const startedMs = performance.now()
  const figures = await live(id)
  console.error(`» ${figures.title}: ${((performance.now() - startedMs) / 1_000).toFixed(1)} s`)
  return figures
}

const all = await liveAll(options.only === undefined ? Object.keys(histories) : [options.only])
console.log(tables(all))
if (options.only === undefined) {
  const rounded = (_: string, value: unknown) =>
    typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value
  writeFileSync(`${import.meta.dirname}/../memory-results.json`, `${JSON.stringify(all, rounded, 2)}\n`)
}
