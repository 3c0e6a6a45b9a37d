import { AppError, messageOf } from '@aika/errors'
import { TelegramFailure } from '../telegram.ts'
import { words } from '../words.ts'

export interface Circumstances {
  /** After this attempt the file is given up. */
  isLast: boolean
  /** How long the file has been waited for. */
  ageMs: number
  maxMegabytes: number
}

/** While there is no network nothing can be said either: the file is waited for. */
const offlineForMs = 2 * 3_600_000
const offlineEveryMs = 5_000

/**
 * Why a file will never be there, in a person's words.
 * @throws AppError, retryable, where another attempt may bring it.
 */
export function problemOf(error: unknown, circumstances: Circumstances): string {
  if (error instanceof TelegramFailure) return problemOfTelegram(error, circumstances)
  const code = error instanceof AppError && !error.retryable ? error.code : undefined
  if (code === undefined && !circumstances.isLast) throw again(error)
  if (code === 'too_large') return words.problems.tooLarge(circumstances.maxMegabytes)
  if (code === 'quota_exceeded') return words.problems.full
  if (code === 'disk_full') return words.problems.diskFull
  return words.problems.refused
}

function problemOfTelegram(failure: TelegramFailure, { isLast, ageMs, maxMegabytes }: Circumstances): string {
  if (/too big/i.test(failure.message)) return words.problems.tooLarge(maxMegabytes)
  if (failure.kind === 'flood') throw again(failure, failure.retryAfterSeconds * 1_000)
  const isOffline = failure.kind === 'unreachable' && !failure.mayHaveArrived
  if (isOffline && ageMs < offlineForMs) throw again(failure, offlineEveryMs)
  const mayPass = failure.kind === 'unreachable' || /temporarily unavailable/i.test(failure.message)
  if (mayPass && !isLast) throw again(failure)
  return mayPass ? words.problems.unreachable : words.problems.gone
}

/** With a time: tried again then, without counting. Without: as often as the queue's contract says. */
function again(error: unknown, retryAfterMs?: number): AppError {
  return new AppError('attachment_not_yet', messageOf(error), { retryable: true, retryAfterMs, cause: error })
}
