import { z } from 'zod'

/** Follows one message through every service and log line. */
export const TraceId = z.string().min(8).max(64)

/** Telegram's ids are below 2^53; groups are negative. */
export const ChatId = z.int()
export const UserId = z.int().positive()

/** `tg-<bot>-<update>` for a message, `task-<id>-<due>` for work that the scheduler starts. */
export const TurnId = z.string().regex(/^(tg|task)-[\w-]{1,80}$/)

/** Random, short enough for a button's 64 bytes and long enough that nobody guesses one: 12 to 24 characters. */
export const ApprovalId = z.string().regex(/^[A-Za-z0-9]{12,24}$/)
export const ReminderId = z.string().regex(/^[\w-]{1,48}$/)

/** What people quote when something broke: `e-` and 6 characters. */
export const IncidentId = z.string().regex(/^e-[a-z0-9]{6}$/)
