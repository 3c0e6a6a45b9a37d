import { ApprovalId, ReminderId, SentenceRef, TurnId } from '@aika/contracts'
import { z } from 'zod'

/** Telegram's limit, in bytes. */
const maxBytes = 64
const anyId = z.string().regex(/^[\w-]{1,60}$/)

/**
 * What a button of ours asks for. Everything here is public and may be forged: a button names a thing, and whoever acts
 * on it checks that the thing is the presser's.
 */
export type ButtonWish =
  | { kind: 'stop' | 'continue'; turnId?: string }
  | { kind: 'approve' | 'deny' | 'always'; approvalId: string }
  | { kind: 'retry'; turnId: string; attempt: number }
  | { kind: 'undo' | 'change' | 'cancel-reminder'; reminderId: string }
  | { kind: 'revoke'; grantId: string }
  | { kind: 'memory' }
  | { kind: 'memory-note' | 'forget-note'; noteId: string }
  | ({ kind: 'memory-sentence' | 'forget-sentence' } & SentenceRef)

const prefixes = {
  stop: 'stop',
  continue: 'go',
  approve: 'ok',
  deny: 'no',
  always: 'always',
  retry: 'retry',
  undo: 'undo',
  change: 'chg',
  'cancel-reminder': 'del',
  revoke: 'revoke',
  memory: 'memory',
  // Of old lists, which forgot at once, it shows what they would have forgotten.
  'memory-note': 'note',
  'forget-note': 'fnote',
  'memory-sentence': 'mem',
  'forget-sentence': 'fmem',
} as const satisfies Record<ButtonWish['kind'], string>

/**
 * A wish as a button carries it: at most 64 bytes. A turn id that is too long is left out of a [Stop] or [Continue];
 * any other wish that does not fit is undefined, and its button cannot be shown.
 */
export function encodeWish(wish: { kind: 'stop' | 'continue'; turnId?: string }): string
export function encodeWish(wish: ButtonWish): string | undefined
export function encodeWish(wish: ButtonWish): string | undefined {
  const prefix = `${prefixes[wish.kind]}:`
  const data = prefix + subjectOf(wish)
  if (Buffer.byteLength(data) <= maxBytes) return data
  return wish.kind === 'stop' || wish.kind === 'continue' ? prefix : undefined
}

function subjectOf(wish: ButtonWish): string {
  if ('approvalId' in wish) return wish.approvalId
  if ('reminderId' in wish) return wish.reminderId
  if ('grantId' in wish) return wish.grantId
  if ('noteId' in wish) return wish.noteId
  if ('mark' in wish) return `${wish.summaryId}:${wish.mark}`
  if (wish.kind === 'memory') return ''
  if (wish.kind === 'retry') return `${wish.turnId}:${wish.attempt}`
  return wish.turnId ?? ''
}

/** Reads a button's data; undefined for whatever is not exactly one of ours. */
export function decodeWish(data: string): ButtonWish | undefined {
  const [prefix, ...rest] = data.split(':')
  const kind = kinds.get(prefix ?? '')
  if (!kind || rest.length === 0 || Buffer.byteLength(data) > maxBytes) return undefined
  return wishOf(kind, rest.join(':'))
}

const kinds = new Map(
  Object.entries(prefixes).map(([kind, prefix]) => [prefix as string, kind as ButtonWish['kind']]),
)

function wishOf(kind: ButtonWish['kind'], subject: string): ButtonWish | undefined {
  switch (kind) {
    case 'stop':
    case 'continue':
      if (subject === '') return { kind }
      return isA(TurnId, subject) ? { kind, turnId: subject } : undefined
    case 'approve':
    case 'deny':
    case 'always':
      return isA(ApprovalId, subject) ? { kind, approvalId: subject } : undefined
    case 'undo':
    case 'change':
    case 'cancel-reminder':
      return isA(ReminderId, subject) ? { kind, reminderId: subject } : undefined
    case 'revoke':
      return isA(anyId, subject) ? { kind, grantId: subject } : undefined
    case 'memory':
      return subject === '' ? { kind } : undefined
    case 'memory-note':
    case 'forget-note':
      return isA(anyId, subject) ? { kind, noteId: subject } : undefined
    case 'memory-sentence':
    case 'forget-sentence':
      return sentenceOf(kind, subject)
    case 'retry':
      return retryOf(subject)
    default:
      return kind satisfies never
  }
}

function retryOf(subject: string): ButtonWish | undefined {
  const [, turnId = '', attempt = ''] = /^([^:]+):(0|[1-9]\d{0,5})$/.exec(subject) ?? []
  return isA(TurnId, turnId) ? { kind: 'retry', turnId, attempt: Number(attempt) } : undefined
}

function sentenceOf(kind: 'memory-sentence' | 'forget-sentence', subject: string): ButtonWish | undefined {
  const [, id = '', mark = ''] = /^([1-9]\d{0,14}):([0-9a-f]+)$/.exec(subject) ?? []
  const ref = SentenceRef.safeParse({ summaryId: Number(id), mark })
  return ref.success ? { kind, ...ref.data } : undefined
}

const isA = (schema: z.ZodType, text: string) => schema.safeParse(text).success
