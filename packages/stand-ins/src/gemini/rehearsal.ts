import { intentsOf, tellResult, type Intent } from './intents.ts'
import type { FunctionCall, ModelView, Reply } from './wire.ts'

/**
 * The rehearsal model: understands a handful of plain requests and really uses the tools it is offered.
 * Deterministic; knows nothing but the request.
 */
export function rehearse(view: ModelView): Reply {
  const intents = intentsOf(view.userText)
  if (intents.length === 0) return { text: talk(view) }
  const endless = intents.find((intent) => intent.endless)
  if (endless && view.functions.includes(endless.call.name)) return { calls: [endless.call] }
  const pending = intents.slice(view.steps.length).filter(({ call }) => view.functions.includes(call.name))
  if (pending.length > 0) return { calls: pending.map(({ call }) => fitted(call, view)) }
  return { text: intents.map((intent, index) => words(intent, view, index)).join('\n\n') }
}

/** Lists folders within folders where the tool can. */
function fitted(call: FunctionCall, { request }: ModelView): FunctionCall {
  const declarations = (request.tools ?? []).flatMap((tool) => tool.functionDeclarations ?? [])
  const schema = JSON.stringify(declarations.find(({ name }) => name === call.name) ?? {})
  if (call.name !== 'file_list' || !schema.includes('"recursive"')) return call
  return { ...call, args: { ...call.args, recursive: true } }
}

const missing: Record<string, string> = {
  set_reminder: 'I cannot set reminders yet.',
}

function words(intent: Intent, { steps }: ModelView, index: number): string {
  const step = steps[intent.endless ? steps.length - 1 : index]
  if (step) return tellResult(intent, step.response)
  return missing[intent.call.name] ?? `I cannot do that now: there is no \`${intent.call.name}\` tool for me.`
}

function talk(view: ModelView): string {
  const text = view.userText.trim()
  if (/what do you remember|what do you know about me/i.test(text)) return memories(view)
  if (/show me (the )?formatting|format(ting)? (sample|demo)/i.test(text)) return formatting
  if (/long story|tell me a story/i.test(text)) return story()
  if (/^\W*(hi|hello|hey|good (morning|evening))\b/i.test(text)) return greeting
  const media = mediaOf(view)
  if (media) return `I received ${media}.`
  return `You said: “${shorten(text)}”. I am the rehearsal model, so I only know a few things:\n\n${abilities}`
}

const abilities = [
  '- **how many Python files do I have?**',
  '- **list my files**',
  '- **run:** `ls -la`',
  '- **write a note:** buy oat milk',
  '- **show me formatting**',
].join('\n')

const greeting = `Hello! I am **Aika**, here with a rehearsal model instead of a real one. Try:\n\n${abilities}`

function memories({ earlier, notes }: ModelView): string {
  const written = earlier.slice(-5).map((text) => `- you wrote: “${shorten(text)}”`)
  const lines = [...notes.map((note) => `- ${shorten(note)}`), ...written]
  if (lines.length === 0) return 'Nothing yet: this is the first thing you tell me.'
  return `From our conversation I still have:\n\n${lines.join('\n')}`
}

function mediaOf({ request }: ModelView): string | undefined {
  const parts = request.contents.at(-1)?.parts?.flatMap((part) => part.inlineData ?? []) ?? []
  if (parts.length === 0) return undefined
  return parts
    .map(({ mimeType, data }) => `${mimeType} (${Math.ceil((data.length * 3) / 4096)} kB)`)
    .join(' and ')
}

const shorten = (text: string) => {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > 120 ? `${line.slice(0, 117)}…` : line
}

const formatting = `# What I can show

Text can be **bold**, *italic*, ~~struck~~ or \`code\`, and link to [the documentation](https://core.telegram.org/bots/api).

1. First this
2. Then that
   - with a detail

> A quote, for what somebody else said.

| file | lines |
|---|---:|
| main.py | 120 |
| util.py | 42 |

\`\`\`python
def greet(name: str) -> str:
    return f"Hello, {name} & friends <3"
\`\`\``

const names = ['the lighthouse keeper', 'a heron', 'the ferry', 'her brother', 'an old radio', 'the storm']
const deeds = ['waited for', 'wrote to', 'answered', 'lost sight of', 'remembered', 'found']

function story(): string {
  const paragraphs = Array.from({ length: 18 }, (_, index) => {
    const sentences = Array.from({ length: 5 }, (_sentence, at) => {
      const who = names[(index + at) % names.length]!
      const deed = deeds[(index * 2 + at) % deeds.length]!
      const whom = names[(index + at * 3 + 1) % names.length]!
      return `${who.charAt(0).toUpperCase()}${who.slice(1)} ${deed} ${whom} on day ${index + 1}.`
    })
    return `**Chapter ${index + 1}.** ${sentences.join(' ')}`
  })
  return paragraphs.join('\n\n')
}
