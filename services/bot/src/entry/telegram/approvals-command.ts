import type { Approval, Grant } from '@aika/store'
import { Composer, type Context } from 'telegraf'
import { approvalsText } from '../../domain/approvals-text.ts'
import { type ButtonWish, encodeWish } from '../../domain/callback-data.ts'
import type { Button } from '../../domain/telegram.ts'
import { type Answers, answer } from './context.ts'

export interface ApprovalsCommandPorts {
  answers: Answers
  approvals: {
    open(chatId: number, userId: number): Promise<Approval[]>
    grants(chatId: number, userId: number): Promise<Grant[]>
  }
  timeZones: { of(userId: number): Promise<string> }
  now(): Date
}

/** `/approvals`: questions that wait for an answer, and what is always allowed here, each with a button. */
export function approvalsCommand({
  answers,
  approvals,
  timeZones,
  now,
}: ApprovalsCommandPorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.command('approvals', async (ctx) => {
    const [open, grants, timeZone] = await Promise.all([
      approvals.open(ctx.chat.id, ctx.from.id),
      approvals.grants(ctx.chat.id, ctx.from.id),
      timeZones.of(ctx.from.id),
    ])
    const buttons = [
      ...open.map(({ id }, index) => button(`Deny question ${index + 1}`, { kind: 'deny', approvalId: id })),
      ...grants.map(({ id }, index) => button(`Take back ${index + 1}`, { kind: 'revoke', grantId: id })),
    ]
    await answer(
      answers,
      ctx,
      approvalsText({ open, grants }, timeZone, now()),
      buttons
        .flat()
        .slice(0, 50)
        .map((one) => [one]),
    )
  })

  return composer
}

function button(text: string, wish: ButtonWish): Button[] {
  const data = encodeWish(wish)
  return data ? [{ text, data }] : []
}
