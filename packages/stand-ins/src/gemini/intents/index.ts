import { readResult } from '../results.ts'
import type { ModelView } from '../wire.ts'
import * as files from './files.ts'
import { fence, type Intent, type Recognise } from './intent.ts'
import * as memory from './memory.ts'
import * as people from './people.ts'
import { countFiles, run } from './shell.ts'

export type { Intent } from './intent.ts'

/** Texts of their own, which may hold line breaks, "and", and words that are wishes elsewhere: taken to the end. */
const whole: Recognise[] = [people.scheduleTask, run, files.writeFile, people.tellPerson, memory.remember]

/** The first that understands a clause has it. */
const recognisers: Recognise[] = [
  ...whole,
  files.writeNote,
  memory.recall,
  memory.forgetNote,
  memory.searchMemory,
  people.cancelReminder,
  people.remind,
  people.listReminders,
  countFiles,
  files.editFile,
  files.moveFile,
  files.deleteFile,
  files.findFiles,
  files.searchText,
  files.sendFile,
  files.readFile,
  files.listFiles,
]

const wish =
  'run:|keep running:|tell \\S+:|remember:|replace |move |rename |copy |delete |find files|search for|send me|cancel reminder|' +
  '(?:write|list|show|read|how many|my reminders|remind me|what do you remember|what did I)\\b'
const wholeStart =
  /^\s*(?:[\w ]+:\s*)?(?:please\s+)?(?:(?:keep\s+)?(?:run|running|execute)\s*:|(?:every|in|at|tomorrow|next)\b[^\n]*\bdo\s*:|write (?!(?:me )?a note)[^:\n]+:|(?:tell|message) (?!me\b)[^:\n]+:|remember\s*:)/i
const clauseBreak = new RegExp(
  `(?:\\n+|,?\\s+and\\s+(?:also\\s+)?|,?\\s+(?:and\\s+)?(then)\\s+)(?=${wish})`,
  'i',
)

/** What a text asks for, in order; empty when it is only talk. */
export function intentsOf(text: string): Intent[] {
  if (wholeStart.test(text)) {
    const intent = recogniseFirst(whole, text)
    if (intent) return [intent]
  }
  // `split` gives each clause and, between two, the word `then` where it stood.
  const parts = text.split(clauseBreak)
  return parts.flatMap((clause, index) => {
    if (index % 2 === 1 || clause === undefined) return []
    const intent = recogniseFirst(recognisers, clause)
    return intent ? [{ ...intent, ...(parts[index - 1] && { waits: true }) }] : []
  })
}

function recogniseFirst(candidates: Recognise[], clause: string): Intent | undefined {
  for (const recognise of candidates) {
    const intent = recognise(clause)
    if (intent) return intent
  }
  return undefined
}

const saidNo = /\b(?:person|user|you|they|somebody)\b.*\b(?:denied|declined|refused|said no)\b|\bdenied by\b/i
const unanswered = /\b(?:expired|nobody answered|no answer in time|was not answered)\b/i

/** The words for one result, errors included. */
export function tellResult(intent: Intent, response: Record<string, unknown>, view: ModelView): string {
  const result = readResult(response)
  const { error } = result
  if (error === undefined) return intent.tell(result, view)
  if (saidNo.test(error)) return `You said no, so I did not ${intent.doing}.`
  if (unanswered.test(error)) return `Nobody said yes in time, so I did not ${intent.doing}.`
  const printed = [result.text, result.stderr].filter((part) => part.trim()).join('\n')
  return `That did not work: ${error}${printed ? `\n\n${fence(printed)}` : ''}`
}
