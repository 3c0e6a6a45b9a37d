import { pause } from '../wait.ts'
import { TelegramRefusal } from './refusal.ts'
import type { Updates } from './updates.ts'

const betweenPollsMs = 500

/**
 * Somebody else polls with the same token, for `seconds` from now. It confirms nothing; each of its polls ends the bot's
 * with a 409, as the bot's ends its own.
 */
export async function pollAsRival(updates: Updates, seconds: number): Promise<void> {
  const over = new AbortController()
  const timer = setTimeout(() => over.abort(), seconds * 1_000)
  while (!over.signal.aborted) {
    await onePoll(updates, over.signal)
    await pause(betweenPollsMs, over.signal)
  }
  clearTimeout(timer)
}

async function onePoll(updates: Updates, gone: AbortSignal): Promise<void> {
  try {
    await updates.poll({ offset: 0, limit: 1, timeoutS: 50, gone })
  } catch (error) {
    if (!(error instanceof TelegramRefusal)) throw error
  }
}
