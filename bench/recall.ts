import { readLines, type JudgedQuestion, type Message } from './recall/dialogue.ts'
import { judge } from './recall/judge.ts'
import { report } from './recall/print.ts'
import { replay } from './recall/replay.ts'

// node bench/recall.ts <messages.jsonl> <questions.jsonl>: how much of the evidence a search finds. See bench/README.md.
const [messagesPath, questionsPath] = process.argv.slice(2)
if (!messagesPath || !questionsPath)
  throw new Error('usage: node bench/recall.ts <messages.jsonl> <questions.jsonl>')
const replayed = await replay(readLines<Message>(messagesPath))
await using _store = replayed.store
const judged = await judge(replayed, readLines<JudgedQuestion>(questionsPath))
console.log(report(judged).join('\n'))
