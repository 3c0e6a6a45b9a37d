import type { FailureCode, ReplyBody } from '@aika/contracts'

/** Put in front of a message that may already have arrived. */
export const repeatMark = '↻ possibly repeated'

const failures: Record<FailureCode, string> = {
  quota_resting: 'I have used up what the model allows me for the moment.',
  model_unavailable: 'The model does not answer right now.',
  blocked_by_safety: 'The model refused this for safety reasons. Please put it differently.',
  empty_answer: 'The model gave an empty answer. Please ask again.',
  cancelled: 'Stopped.',
  rate_limited: 'That was a lot in a short time, so I take a little break.',
  internal: 'Something went wrong on my side, and I could not finish this.',
}

const tryAgain: Partial<Record<FailureCode, string>> = {
  quota_resting: 'Please try again',
  model_unavailable: 'Please try again',
  internal: 'Please try again',
  rate_limited: 'Please write again',
}

/** Replies that are text alone. */
export type TextBody = Extract<ReplyBody, { kind: 'answer' | 'failure' | 'notice' }>

/** What a reply says, as Markdown. */
export function wordsOf(body: TextBody): string {
  if (body.kind !== 'failure') return body.markdown
  const again = tryAgain[body.code]
  const lines = [failures[body.code] + (again ? ` ${again} ${when(body.retryAfterSeconds)}.` : '')]
  if (body.done.length > 0) lines.push('', 'Done so far:', ...body.done.map((line) => `- ${line}`))
  return lines.join('\n')
}

function when(seconds: number | undefined): string {
  return seconds === undefined ? 'in a little while' : `in ${duration(seconds)}`
}

/** A length of time in words: `45 s`, `3 min`, `2 h 5 min`, `3 d 4 h`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`
  return hours % 24 ? `${Math.floor(hours / 24)} d ${hours % 24} h` : `${hours / 24} d`
}

/** An amount of bytes in words: `812 B`, `4.2 MB`. */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let amount = bytes
  let unit = 0
  while (amount >= 1_000 && unit < units.length - 1) {
    amount /= 1_000
    unit++
  }
  return `${unit === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${units[unit]}`
}

export const words = {
  nothingToSay: 'There was nothing to say.',
  wholeAnswerInFile: 'The rest of this answer is in the file.',
  thinking: '💭',
  stop: 'Stop',
  continue: 'Continue',
  stopping: 'Stopping what I am doing.',
  nothingRuns: 'Nothing is running.',
  goingOn: 'Going on.',
  tooOld: 'This button is too old.',
  stillWaiting: 'Stopping. What you wrote after that is answered next.',
  unknownCommand: (command: string) => `I do not know \`${command}\`. /help shows what I can do.`,
  noFilesYet: 'I can read text so far. Pictures, voice and files come later; a caption is read as text.',
  attached: (kind: string) => `[Attached: ${kind}. Attachments cannot be opened yet.]`,
  deaf: (minutes: string) =>
    `I could not hear Telegram for ${minutes}. What was written meanwhile is answered now.`,
  unhandled: 'I could not read your last message. Please send it again in another form.',
}
