import { z } from 'zod'

/** Follows one message through every service and log line. */
export const TraceId = z.string().min(8).max(64)

/** Telegram's ids are below 2^53; groups are negative. */
export const ChatId = z.int()
export const UserId = z.int().positive()

/** `tg-<bot>-<update>` for a message, `task-<id>-<due>` for work that the scheduler starts. */
export const TurnId = z.string().regex(/^(tg|task)-[\w-]{1,80}$/)
