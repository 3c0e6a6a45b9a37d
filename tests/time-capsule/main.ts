import { parseArgs } from 'node:util'
import { full, liveThrough, quick } from './capsule.ts'
import { score, shareOf, type Share } from './score.ts'

const help = `pnpm capsule [--quick] [--seed <n>] [--wrong]

Plants facts in half a year of simulated days, asks for them through the composed product, and prints how many were
answered. The model is a stand-in that quotes what it is shown: what is measured is whether memory brings the fact before
the model. Needs redis-server. --quick: what CI runs. --wrong: shows the answers that were not right.`

const print = (text: string) => process.stdout.write(`${text}\n`)

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    seed: { type: 'string', default: '1' },
    wrong: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
})
if (options.help) {
  print(help)
  process.exit()
}

const startedMs = performance.now()
const lives = await liveThrough(options.quick ? quick : full, Number(options.seed))
const result = score(lives)
const line = (name: string, share: Share) =>
  `| ${name} | ${share.right} of ${share.asked} | ${(100 * shareOf(share)).toFixed(1)} % |`
print(
  [
    '| asked | right | |',
    '| --- | ---: | ---: |',
    ...Object.entries(result.groups).map(([name, share]) => line(name, share)),
    ...Object.entries(result.byAge).map(([name, share]) => line(`· ${name}`, share)),
    '',
    `${lives.exchanges} exchanges on ${lives.days.length} days, ${lives.weeks} weeks summed up; at most ` +
      `${result.mostModelCalls} model calls a question; ${result.leaks} requests showed what they must not; ` +
      `${((performance.now() - startedMs) / 1_000).toFixed(0)} s`,
  ].join('\n'),
)
if (options.wrong) {
  for (const { group, age, text, value, answer } of result.wrong) {
    print(`\n${group}, ${age} d: ${text}\n  wanted: ${value ?? 'nothing'}\n  answer: ${answer}`)
  }
}
