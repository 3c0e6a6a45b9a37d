import { honest } from './claims.ts'
import { intentsOf, tellResult, type Intent } from './intents/index.ts'
import { fitted } from './fitted.ts'
import { mediaWords } from './media.ts'
import { fromMemory } from './memory/from-memory.ts'
import { setPhrase, talk } from './talk.ts'
import type { ModelView, Reply } from './wire.ts'

/**
 * The rehearsal model: understands a handful of plain requests and really uses the tools it is offered.
 * Deterministic; knows nothing but the request.
 */
export function rehearse(view: ModelView): Reply {
  const correction = honest(view)
  if (correction) return { text: correction }
  const intents = intentsOf(view.userText)
  const isOffered = ({ call }: Intent) => view.functions.includes(call.name)
  if (intents.length === 0) {
    const phrase = setPhrase(view)
    return phrase === undefined ? (fromMemory(view) ?? { text: talk(view) }) : { text: phrase }
  }
  const endless = intents.find((intent) => intent.endless)
  if (endless && isOffered(endless)) return { calls: [endless.call] }
  const pending = nextOf(intents.filter(isOffered).slice(view.steps.length))
  if (pending.length > 0) return { calls: pending.map(({ call }) => fitted(call, view)) }
  const told = intents.map((intent) => words(intent, view, intents.filter(isOffered).indexOf(intent)))
  return { text: [...told, mediaWords(view)].filter(Boolean).join('\n\n') }
}

/** What can be asked for at once: up to the next one that is to wait. */
function nextOf(intents: Intent[]): Intent[] {
  const end = intents.findIndex((intent, index) => index > 0 && intent.waits)
  return end < 0 ? intents : intents.slice(0, end)
}

const missing: Record<string, string> = {
  set_reminder: 'I cannot set reminders yet.',
}

/** `index` among the wishes whose tools are offered. */
function words(intent: Intent, view: ModelView, index: number): string {
  const { steps } = view
  const step = steps[intent.endless ? steps.length - 1 : index]
  if (step) return tellResult(intent, step.response, view)
  // Without notes of its own it still tells what the conversation holds.
  if (intent.call.args?.['action'] === 'list') return talk(view)
  return missing[intent.call.name] ?? `I cannot do that now: there is no \`${intent.call.name}\` tool for me.`
}
