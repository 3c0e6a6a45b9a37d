import type { FunctionCall } from './model.ts'

/** What an answer may say was done. */
export type Claim = 'saved' | 'sent' | 'reminded'

/** A call that was made, and whether it failed. */
export interface CallMade {
  call: FunctionCall
  failed: boolean
}

/** Whether a call can make a claim true. A command may write any file; notes that are read or removed save nothing. */
const makers: Record<Claim, (call: FunctionCall) => boolean> = {
  saved: ({ name, args = {} }) =>
    ['file_write', 'file_edit', 'file_move', 'run_shell'].includes(name) ||
    (name === 'memory' && (args['action'] === 'add' || args['action'] === 'edit')),
  sent: ({ name }) => name === 'send_dm' || name === 'send_file',
  reminded: ({ name }) => name === 'set_reminder',
}

const byMe = (did: string) =>
  new RegExp(
    `^(?:(?:done|ok(?:ay)?|got it)[.!,:—-]*\\s+)?i(?:'ve| have)?(?: now| just| also)? (?:${did})`,
    'i',
  )

/**
 * Sentences by which somebody says of themselves that they have just done it. Narrow on purpose: a claim that is missed
 * costs less than an honest answer that is corrected.
 */
const sayings: Record<Claim, RegExp[]> = {
  saved: [
    /^(?:(?:done|ok(?:ay)?|all set)[.!,:—-]*\s+)?(?:i(?:'ve| have)?(?: now| just)? (?:saved|stored|written|wrote|created|updated)\b.*\b(?:to|in|as|at|into|file|note|document)\b|(?:saved|stored|written) (?:it |this |that |them |the \S+ )?(?:to|in|as|at|into)\b)/i,
    /\b(?:has|have) (?:now )?been (?:saved|stored|written)\b/i,
    // “I noted that the file is empty” tells of the file.
    byMe(
      '(?:noted|remembered|memori[sz]ed)(?: (?:it|this|that))?(?: down)?(?: (?:in|for) [\\w ]{1,30})?[.!]*$',
    ),
    byMe(
      '(?:noted|memori[sz]ed) your\\b|(?:made|taken) a note\\b|added\\b.* to (?:my|your) (?:notes|memory)\\b',
    ),
    /^(?:noted: ["“«]|added (?:it |this |that )?to (?:my|your) (?:notes|memory)\b)/i,
    /^(?:готово[.!,:—-]*\s+)?(?:я )?(?:сохранил|сохранила|записал|записала|запомнил|запомнила)(?![\p{L}])/iu,
    /(?<!\p{L})(?:файл|заметка|это) (?:сохранён|сохранен|сохранена|сохранено|записан|записана|записано)(?!\p{L})/iu,
  ],
  sent: [
    /^(?:(?:done|ok(?:ay)?|all set)[.!,:—-]*\s+)?(?:i(?:'ve| have)?(?: now| just)? (?:sent|forwarded|messaged)\b|(?:sent|forwarded) (?:it |this |that |them |the \S+ |your \S+ )?to\b)/i,
    /\b(?:message|file|note) (?:has (?:now )?been|was) (?:sent|forwarded|delivered)\b/i,
    /^(?:готово[.!,:—-]*\s+)?(?:я )?(?:отправил|отправила|переслал|переслала)(?!\p{L})/iu,
    /(?<!\p{L})(?:сообщение|файл) (?:отправлено|отправлен)(?!\p{L})/iu,
  ],
  reminded: [
    /^(?:(?:done|ok(?:ay)?|all set)[.!,:—-]*\s+)?(?:i(?:'ve| have)?(?: now| just)? (?:set|created|scheduled|added)\b.*\breminder|i(?:'ll| will) remind you\b|reminder (?:is )?(?:set|created|scheduled|added))/i,
    /^(?:готово[.!,:—-]*\s+)?(?:я )?(?:напомню|поставил напоминание|поставила напоминание|установил напоминание)(?!\p{L})/iu,
    /(?<!\p{L})напоминание (?:установлено|создано|поставлено|добавлено)(?!\p{L})/iu,
  ],
}

/** Said of the past, as a question, a condition or a denial, it claims nothing about this turn. */
const notNow =
  /\b(?:yesterday|earlier|before|previously|already|last (?:time|week|month)|ago|if|once|when you|would|could|can|not|never|n't)\b|\?\s*$|(?<!\p{L})(?:вчера|ранее|раньше|уже|если|когда|не|давно)(?!\p{L})/iu

/**
 * What an answer claims that the turn's record does not hold: “saved”, “sent”, “reminder set” without a tool that did it
 * and succeeded. Code blocks and quotes are not read.
 */
export function unkeptClaims(answer: string, made: CallMade[]): Claim[] {
  const sentences = sentencesOf(answer)
  const done = made.filter(({ failed }) => !failed).map(({ call }) => call)
  return (Object.keys(sayings) as Claim[]).filter(
    (claim) => !done.some(makers[claim]) && sentences.some((text) => claims(text, claim)),
  )
}

const claims = (sentence: string, claim: Claim) =>
  !notNow.test(sentence) && sayings[claim].some((saying) => saying.test(sentence))

function sentencesOf(answer: string): string[] {
  return answer
    .replace(/```[\s\S]*?(?:```|$)/g, '\n')
    .split(/\n+/)
    .filter((line) => !/^\s*>/.test(line))
    .flatMap((line) => line.split(/(?<=[.!?…])\s+/))
    .map((sentence) =>
      sentence
        .replace(/^[^\p{L}\p{N}“"'«(]+/u, '')
        .replaceAll(/[*_`]/g, '')
        .replaceAll('’', "'"),
    )
    .filter(Boolean)
}

const denials: Record<Claim, string> = {
  saved: 'nothing was saved',
  sent: 'nothing was sent',
  reminded: 'no reminder was set',
}

/** What the model is told, so that it does it after all or says the truth. */
export function checkOf(claims: Claim[]): string {
  const facts = claims.map((claim) => denials[claim]).join(', ')
  return `[Check of your answer against this turn's tool calls: ${facts}. Call the tool that does it, or answer again without claiming it. The person has not seen that answer.]`
}

/** The answer with the truth under it, for a model that insists. */
export function corrected(answer: string, claims: Claim[]): string {
  const facts = claims.map((claim) => denials[claim]).join(', and ')
  return `${answer}\n\n⚠️ Correction: in this turn ${facts}.`
}
