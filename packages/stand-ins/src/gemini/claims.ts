import type { ModelView } from './wire.ts'

const falsehoods = {
  save: 'I have saved it to notes.md.',
  sent: 'I have sent Alice the message.',
  remind: 'I have set a reminder for tomorrow at 09:00.',
}

/** `claim you saved it`, `… sent it`, `… set a reminder`: an answer about something that never happened. */
export function falseClaim(text: string): string | undefined {
  const what = /\bclaim (?:that )?you(?:'ve| have)? (saved|sent|set a reminder)\b/i
    .exec(text)?.[1]
    ?.toLowerCase()
  if (what === undefined) return undefined
  return what === 'saved' ? falsehoods.save : what === 'sent' ? falsehoods.sent : falsehoods.remind
}

const doubt = /\b(?:claim\w*|record|did not|didn't|never|not happen\w*|no (?:such )?(?:tool|call)|nothing)\b/i

/** What it says when somebody checked the claim it just made and tells it so. */
export function honest({ userText, lastAnswer }: ModelView): string | undefined {
  const isFalse = Object.values(falsehoods).some((claim) => lastAnswer.includes(claim))
  if (!isFalse || falseClaim(userText) !== undefined || !doubt.test(userText)) return undefined
  return 'I was wrong: I did nothing of the kind. Tell me to and I will.'
}
