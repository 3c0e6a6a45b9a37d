import { parseArgs } from 'node:util'
import { ablate } from './recall/ablate.ts'
import { readLines, type JudgedQuestion, type Message } from './recall/dialogue.ts'
import { judge } from './recall/judge.ts'
import { report } from './recall/print.ts'
import { replay } from './recall/replay.ts'
import { measureSpeed } from './recall/speed.ts'

const help = `node bench/recall.ts <messages.jsonl> <questions.jsonl>   how much of the evidence a search finds
node bench/recall.ts <messages.jsonl> <questions.jsonl> --ablate   the same with each idea taken out
node bench/recall.ts --speed [messages…]   how long a search takes; among 10,000 and 100,000 messages by default

The files are described in bench/README.md.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { speed: { type: 'boolean' }, ablate: { type: 'boolean' }, help: { type: 'boolean' } },
})
const [messagesPath, questionsPath] = positionals
if (values.speed) {
  const sizes = positionals.length > 0 ? positionals.map(Number) : [10_000, 100_000]
  for (const messages of sizes) console.log(await measureSpeed(messages))
} else if (messagesPath && questionsPath && !values.help) {
  const replayed = await replay(readLines<Message>(messagesPath))
  await using _store = replayed.store
  const questions = readLines<JudgedQuestion>(questionsPath)
  const lines = values.ablate ? await ablate(replayed, questions) : report(await judge(replayed, questions))
  console.log(lines.join('\n'))
} else {
  console.log(help)
}
