import type { Reminder } from '@aika/store'
import { describeRule, describeTime, parseWhen, readRule, type ParsedWhen, type Refusal } from '@aika/when'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { mentionsShared } from '../permission/shared-words.ts'
import { defineTool, failure, success, type ToolContext, type ToolResult } from './tool.ts'

const maxReminders = 100

const args = z.object({
  when: z.string().min(1).max(200).describe('in 10m, tomorrow 9am, every weekday at 8, ISO'),
  text: z.string().trim().min(1).max(1_000),
  target_user_id: z.int().positive().optional().describe('admins only'),
  task: z.boolean().default(false),
})
type Args = z.output<typeof args>

export const setReminder = defineTool({
  name: 'set_reminder',
  description: 'Say text then, or do it as a task',
  args,
  label: ({ when }) => `setting a reminder (${when})`,
  effects: ({ target_user_id, task, text }) => ({
    ...(target_user_id && { sendsTo: target_user_id }),
    // Then it counts as the person's own words: what it opens is asked about now.
    ...(task && mentionsShared(text) && { reads: [{ location: 'shared', path: '.' }] }),
  }),
  async call(args, context) {
    const id = reminderId(context)
    // Found by a try that died before its result was stored: its time stands, whatever the clock says now.
    const earlier = await context.reminders.find(id)
    if (earlier) return echo(earlier, context)
    const what = 'setting a reminder'
    const unfit = await reasonAgainst(args, context)
    if (unfit) return failure(what, unfit)
    const timeZone = await context.people.timeZoneOf(context.turn.userId)
    const now = context.clock.now()
    const parsed = parseWhen(args.when, { now, timeZone })
    if (parsed.kind === 'refused') {
      return failure(what, `${refusals[parsed.reason]} It is now ${describeTime(now, timeZone)}.`)
    }
    await context.reminders.add(newReminder(id, args, { context, parsed, timeZone }), now)
    return echo((await context.reminders.find(id))!, context)
  },
})

/** Names the reminder of one call for ever, in few characters: it stands in buttons. */
function reminderId({ turn, step }: ToolContext): string {
  return `r${createHash('sha256').update(`${turn.id}/${step}`).digest('hex').slice(0, 20)}`
}

async function reasonAgainst(
  { target_user_id, task }: Args,
  { reminders, people, turn }: ToolContext,
): Promise<string | undefined> {
  if (target_user_id && target_user_id !== turn.userId) {
    if (!people.isAdmin(turn.userId)) return 'only admins may set reminders for others'
    if (people.find(String(target_user_id)) === undefined) return `nobody here has the id ${target_user_id}`
    if (task) return 'a task is done for the person who sets it, not for others'
  }
  if ((await reminders.countBy(turn.userId)) < maxReminders) return undefined
  return `there are ${maxReminders} reminders already; cancel some first`
}

function newReminder(
  id: string,
  { text, target_user_id, task }: Args,
  at: { context: ToolContext; parsed: Exclude<ParsedWhen, { kind: 'refused' }>; timeZone: string },
) {
  const { context, parsed, timeZone } = at
  const { userId, chatId, traceId } = context.turn
  const target = target_user_id ?? userId
  return {
    id,
    // Somebody else is reminded in their own chat, whose id is theirs.
    chatId: target === userId ? chatId : target,
    userId: target,
    createdBy: userId,
    traceId,
    kind: task ? ('task' as const) : ('message' as const),
    text,
    timeZone,
    rule: parsed.kind === 'recurring' ? JSON.stringify(parsed.rule) : undefined,
    dueAt: parsed.kind === 'recurring' ? parsed.next : parsed.at,
  }
}

/** Shows the person what stands, once, and tells the model the same. */
async function echo(reminder: Reminder, { replies, people, turn }: ToolContext): Promise<ToolResult> {
  const { id, text, dueAt, timeZone, kind, userId } = reminder
  const rule = ruleWords(reminder)
  const isForOther = userId !== turn.userId
  await replies.send({
    replyId: `reminder-set-${id}`,
    traceId: turn.traceId,
    chatId: turn.chatId,
    turnId: turn.id,
    body: {
      kind: 'reminder-set',
      reminderId: id,
      text,
      dueAt: dueAt.getTime(),
      timeZone,
      isTask: kind === 'task',
      ...(rule && { rule }),
      ...(isForOther && { forPerson: people.nameOf(userId) ?? String(userId) }),
    },
  })
  const at = describeTime(dueAt, timeZone)
  return success(`set a reminder for ${at}`, { id, at, ...(rule && { repeats: rule }) })
}

/** How a recurring one repeats, as people read it. */
export function ruleWords({ rule }: Pick<Reminder, 'rule'>): string | undefined {
  const read = rule === undefined ? undefined : readRule(rule)
  return read && describeRule(read)
}

const refusals: Record<Refusal, string> = {
  past: 'That time is over.',
  not_understood:
    'The time is not understood; say it as "in 10m", "tomorrow 9am", "next monday 18:00", "every weekday at 8" or ISO 8601.',
  too_far: 'That is more than five years ahead.',
  too_soon: 'That is now; say it at once instead.',
  too_often: 'That is too often; every 5 minutes is the most.',
}
