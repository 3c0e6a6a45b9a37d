import type { NewReminder } from '@aika/store'
import { type ParsedWhen, describeRule, splitWhen } from '@aika/when'
import { Composer, type Context } from 'telegraf'
import { firstArgument } from '../../domain/arguments.ts'
import { type CommandName, usageOf } from '../../domain/command-list.ts'
import { inlineCode } from '../../domain/inline-code.ts'
import { type Answers, answer, askerOf } from './context.ts'

export interface RemindCommandPorts {
  answers: Answers
  people: {
    isAdmin(userId: number): boolean
    isAllowed(userId: number): boolean
    /** By alias, whatever its case. */
    idOf(name: string): number | undefined
    nameOf(userId: number): string
  }
  timeZones: { of(userId: number): Promise<string> }
  reminders: {
    add(reminder: NewReminder, at: Date): Promise<boolean>
    countBy(userId: number): Promise<number>
  }
  now(): Date
}

const mostReminders = 100
const longestText = 2_000

/** `/remind <when> <text>`, and for admins `/remind_user <who> <when> <text>`. */
export function remindCommands(ports: RemindCommandPorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.command('remind', (ctx) =>
    remind(ports, ctx, {
      usage: 'remind',
      // “/remind me …” is what comes to mind.
      text: ctx.payload.replace(/^\s*me\s+/i, ''),
      target: ctx.from.id,
      sentAt: sentAt(ctx.message),
    }),
  )

  composer.command('remind_user', async (ctx, next) => {
    if (!ports.people.isAdmin(ctx.from.id)) return next()
    const { argument: who = '', rest: text = '' } = firstArgument(ctx.payload) ?? {}
    if (!who || !text) return answer(ports.answers, ctx, usageOf('remind_user'))
    const target = targetOf(ports, who)
    if (target === undefined) return answer(ports.answers, ctx, nobody(who))
    await remind(ports, ctx, { usage: 'remind_user', text, target, sentAt: sentAt(ctx.message) })
  })

  return composer
}

function targetOf({ people }: RemindCommandPorts, who: string): number | undefined {
  const id = /^\d{1,15}$/.test(who) ? Number(who) : people.idOf(who)
  return id !== undefined && people.isAllowed(id) ? id : undefined
}

const nobody = (who: string) =>
  `Nobody who may write to me is called ${inlineCode(who, 64)}. Use a user id of \`ALLOWED_USER_IDS\` or a name of \`TELEGRAM_USER_ALIASES\`.`

/** `in 10m` counts from when it was written, however late it is read. */
const sentAt = ({ date }: { date: number }) => new Date(date * 1_000)

interface Wish {
  sentAt: Date
  usage: CommandName
  text: string
  target: number
}

async function remind(ports: RemindCommandPorts, ctx: Context, wish: Wish): Promise<void> {
  const { answers, reminders, timeZones } = ports
  const { userId } = askerOf(ctx)
  const timeZone = await timeZones.of(userId)
  const { when, text: left } = splitWhen(wish.text, { now: wish.sentAt, timeZone })
  const text = left.replace(/^to\s+(?=\S)/i, '')
  if (when.kind === 'refused' || !text) return answer(answers, ctx, whyNot(when, wish.usage))
  if (text.length > longestText)
    return answer(answers, ctx, `That is too long for a reminder: at most ${longestText} characters.`)
  if ((await reminders.countBy(userId)) >= mostReminders) return answer(answers, ctx, tooMany)
  await set(ports, ctx, { when, text, timeZone, target: wish.target })
}

type Parsed = Exclude<ParsedWhen, { kind: 'refused' }>

/** Its id is made of the update, so that an update that comes twice sets one reminder. */
async function set(
  { answers, reminders, people, now }: RemindCommandPorts,
  ctx: Context,
  { when, text, timeZone, target }: { when: Parsed; text: string; timeZone: string; target: number },
): Promise<void> {
  const { updateKey: id, chatId, userId } = askerOf(ctx)
  const isForOther = target !== userId
  const dueAt = when.kind === 'once' ? when.at : when.next
  const rule = when.kind === 'recurring' ? when.rule : undefined
  const whose = { chatId: isForOther ? target : chatId, userId: target, createdBy: userId, traceId: id }
  const reminder = { ...whose, id, kind: 'message' as const, text, timeZone, dueAt }
  await reminders.add({ ...reminder, rule: rule && JSON.stringify(rule) }, now())
  await answers.send({
    replyId: `reminder-set-${id}`,
    chatId,
    body: {
      kind: 'reminder-set',
      reminderId: id,
      text,
      dueAt: dueAt.getTime(),
      timeZone,
      isTask: false,
      ...(rule && { rule: describeRule(rule) }),
      ...(isForOther && { forPerson: people.nameOf(target) }),
    },
  })
}

const refusals = {
  past: 'That time has passed.',
  not_understood: 'I do not understand when.',
  too_far: 'That is too far away: at most five years.',
  too_soon: 'That is now.',
  too_often: 'That is too often: at most every five minutes.',
}

const tooMany = `You have ${mostReminders} reminders. /reminders lets you cancel some.`

function whyNot(when: ParsedWhen, usage: CommandName): string {
  const reason = when.kind === 'refused' ? refusals[when.reason] : 'And of what shall I remind?'
  return `${reason}\n\n${usageOf(usage)}`
}
