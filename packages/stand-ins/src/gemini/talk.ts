import { falseClaim } from './claims.ts'
import { mediaWords } from './media.ts'
import { formatting, story } from './samples.ts'
import type { ModelView } from './wire.ts'

/** An answer to whatever asks for no tool. */
export function talk(view: ModelView): string {
  const text = view.userText.trim()
  return (
    setPhrase(view) ??
    `You said: “${shorten(text)}”. I am the rehearsal model, so I only know a few things:\n\n${abilities}`
  )
}

/** What it says by rote; undefined to anything else. */
export function setPhrase(view: ModelView): string | undefined {
  const text = view.userText.trim()
  const claim = falseClaim(text)
  if (claim) return claim
  if (/what do you remember|what do you know about me/i.test(text)) {
    return remembered(view) || 'Nothing yet: this is the first thing you tell me.'
  }
  if (/show me (the )?formatting|format(ting)? (sample|demo)/i.test(text)) return formatting
  if (/long story|tell me a story/i.test(text)) return story()
  const media = mediaWords(view)
  if (media) return media
  if (/^\W*(hi|hello|hey|good (morning|evening))\b/i.test(text)) return greeting
  return undefined
}

const abilities = [
  '- **how many Python files do I have?**',
  '- **list my files**, **send me** `notes.md`, **delete** `notes.md`',
  '- **run:** `ls -la`',
  '- **write** `notes.md`**:** buy oat milk',
  '- **remind me** in 10m to stretch',
  '- **remember:** I like oat milk',
  '- **show me formatting**',
].join('\n')

const greeting = `Hello! I am **Aika**, here with a rehearsal model instead of a real one. Try:\n\n${abilities}`

/** What the request itself still tells of the conversation; empty when it is only beginning. */
export function remembered({ earlier, notes }: ModelView): string {
  const written = earlier.slice(-5).map((text) => `- you wrote: “${shorten(text)}”`)
  const lines = [...notes.map((note) => `- ${shorten(note)}`), ...written]
  return lines.length === 0 ? '' : `From our conversation I still have:\n\n${lines.join('\n')}`
}

const shorten = (text: string) => {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > 120 ? `${line.slice(0, 117)}…` : line
}
