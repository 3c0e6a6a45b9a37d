import type { CardOutcome, FailureCode, ReplyBody } from '@aika/contracts'

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
  const { code, done, retryAfterSeconds, incidentId } = body
  const again = tryAgain[code]
  const said = [failures[code] + (again ? ` ${again} ${when(retryAfterSeconds)}.` : '')]
  if (incidentId) said.push(words.reported(incidentId))
  const list = done.map((line) => `- ${line}`)
  if (list.length === 0) return said.join(' ')
  // Who stopped it knows that, and wants to know the rest.
  if (code === 'cancelled') return [`${said.join(' ')} ${words.doneSoFar}`, ...list].join('\n')
  return [said.join(' '), '', words.doneSoFar, ...list].join('\n')
}

/** Whether the same question may fare better when it is tried again. */
export const isWorthRetrying = (code: FailureCode) => retriable.has(code)
const retriable: ReadonlySet<FailureCode> = new Set([
  'internal',
  'model_unavailable',
  'quota_resting',
  'empty_answer',
])

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
  retry: 'Retry',
  approve: '✅ Approve',
  deny: '🚫 Deny',
  always: 'Always allow this',
  undo: 'Undo',
  change: 'Change',
  doneSoFar: 'Done so far:',
  reported: (incidentId: string) => `Report ${incidentId} went to the admins.`,
  cardWaits: (until: string) => `Waits for your answer until ${until}.`,
  cardOutcomes: {
    approved: '✅ Approved.',
    always: '✅ Approved, and always for:',
    denied: '🚫 Denied. Nothing was done.',
    expired: '⌛ Expired: nobody answered in time. Nothing was done.',
    void: '✖ Void: this was called off. Nothing was done.',
  } satisfies Record<CardOutcome, string>,
  reminderSet: (whom = 'you') => `⏰ I will remind ${whom}`,
  taskSet: (whom?: string) => `⏰ I will do this${whom ? ` for ${whom}` : ''}`,
  emptyReminder: 'Your reminder.',
  late: (by: string, due: string) =>
    `(${by} late: I was not running or Telegram could not be reached. It was due ${due}.)`,
  cannotSend: (name: string, why: string) => `I could not send \`${name}\`: ${why}`,
  fileTooLarge: (most: string) => `The file is larger than ${most}, the most that Telegram takes.`,
  fileEmpty: 'The file is empty, and Telegram takes no empty files.',
  telegramRefusedFile: 'Telegram refused the file.',
  chatGone: 'This chat cannot be reached: the person has blocked the bot or never wrote to it.',
  refusedBefore: 'Telegram refused this before.',
  questionOver: 'The question is over.',
  noCard: 'There is no card of that question in the chat.',
  stopping: 'Stopping what I am doing.',
  nothingRuns: 'Nothing is running.',
  goingOn: 'Going on.',
  tooOld: 'This button is too old.',
  tryingAgain: 'Trying again.',
  noSuchReminder: 'This reminder does not stand any more.',
  reminderCancelled: 'Cancelled.',
  whenInstead: 'Write the new time.',
  goneAlready: 'It is gone already.',
  revoked: 'Taken back. I will ask again.',
  forgetThis: 'Forget this',
  back: 'Back',
  asked: 'Please look at the card.',
  shown: 'Here it is.',
  memoryIsPrivate: 'What I remember of you is shown in our private chat alone. Please write to me there.',
  paused: 'An admin has paused me. What you write is kept, and I answer as soon as I may go on.',
  exporting: 'I am packing all your data. It comes as a file when it is ready.',
  exportWaits: 'An admin has paused me. I pack all your data as soon as I may go on.',
  resumeFirst: 'Everything is paused. /resume goes on.',
  /** What a voice message asks for that came without words. */
  transcribe:
    'This is a voice or audio message without words beside it. Write down what is said in it, in its own language, then answer it as if it had been written.',
  slower: (seconds: number) =>
    `That is a lot at once. Please go on in ${duration(seconds)}; what comes before that I do not take in.`,
  tooMuch: 'That is a lot at once.',
  tooLarge: (megabytes: number) =>
    `This file is too large for me: ${megabytes < 20 ? `I may fetch up to ${megabytes} MB` : 'Telegram gives a bot no more than 20 MB'}. Nothing of it was kept; a smaller one, or a part of it, will do.`,
  notKept: (name: string, problem: string) => `I could not keep \`${name.replaceAll('`', '')}\`: ${problem}.`,
  problems: {
    tooLarge: (megabytes: number) => `it is larger than the ${megabytes} MB that I may fetch from Telegram`,
    full: 'your folder is full; delete something (/files shows what is there) and send it again',
    diskFull: 'the disk of this machine is full; please tell whoever runs it',
    unreachable: 'Telegram did not hand it over; please send it again',
    gone: 'Telegram does not have it any more; please send it again',
    refused: 'it could not be put into your folder',
  },
  commandInCaption:
    'Commands work in a message of their own, not under a file. The file is kept for what you write next.',
  notReadable: (kind: string) => `I cannot read ${kind} yet.`,
  deaf: (minutes: string) =>
    `I could not hear Telegram for ${minutes}. What was written meanwhile is answered now.`,
  blocked: {
    second_poller:
      'Another program asks Telegram for my messages with the same token, so some reach it and not me. Please stop it; where you do not know which it is, revoke the token at @BotFather and give me the new one (TELEGRAM_BOT_TOKEN in .env, then `./aika up`). I go on by myself as soon as it stops.',
    webhook:
      'Somebody set a webhook for my token, so that my messages went there. I removed it and go on. If it comes back, revoke the token at @BotFather and give me the new one (TELEGRAM_BOT_TOKEN in .env, then `./aika up`).',
    bad_token:
      'Telegram refused my token for a while. Should it have been revoked, put the new one from @BotFather into .env (TELEGRAM_BOT_TOKEN) and run `./aika up`. What people write waits at Telegram for 24 hours.',
  },
  unhandled: 'I could not read your last message. Please send it again in another form.',
}
