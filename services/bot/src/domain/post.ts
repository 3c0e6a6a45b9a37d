import type { Place } from './outbound-lines.ts'
import { escapeHtml } from './rendering/html.ts'
import { type OutgoingText, TelegramFailure } from './telegram.ts'
import { repeatMark } from './words.ts'

/** Between two tries of the same call; the last one repeats. */
const waitsMs = [250, 1_000, 3_000, 10_000]

export interface Attempt {
  /** Text without its markup: Telegram could not read that. */
  isPlain: boolean
  /** An earlier try may have arrived. */
  isRepeat: boolean
}

/**
 * Makes one call until Telegram has answered it: waits out floods and outages for as long as they last, and falls back
 * to plain text where the markup is refused.
 *
 * @throws TelegramFailure `gone`, `refused` or `unsupported`; AppError `stopping` when the service stops meanwhile.
 * `attempt` then says whether the call may have arrived.
 */
export async function insist<Result>(
  place: Place,
  attempt: Attempt,
  call: (attempt: Attempt) => Promise<Result>,
): Promise<Result> {
  for (let outages = 0; ;) {
    try {
      return await place.call(() => call(attempt))
    } catch (error) {
      if (!(error instanceof TelegramFailure)) throw error
      if (error.kind === 'flood') place.flooded(error)
      else if (error.kind === 'format' && !attempt.isPlain) attempt.isPlain = true
      else if (error.kind === 'unreachable') {
        attempt.isRepeat ||= error.mayHaveArrived
        await place.pause(waitsMs[Math.min(outages++, waitsMs.length - 1)] ?? 0)
      } else throw error
    }
  }
}

/** The message as this try sends it. */
export function inShapeFor<Message extends OutgoingText>(
  { isPlain, isRepeat }: Attempt,
  message: Message,
): Message {
  const marked = isRepeat ? withMark(message) : message
  return isPlain ? { ...marked, html: escapeHtml(marked.plain) } : marked
}

function withMark<Message extends OutgoingText>(message: Message): Message {
  const { html, plain, rich } = message
  return {
    ...message,
    html: `<i>${repeatMark}</i>\n${html}`,
    plain: `${repeatMark}\n${plain}`,
    ...(rich !== undefined && { rich: `*${repeatMark}*\n\n${rich}` }),
  }
}
