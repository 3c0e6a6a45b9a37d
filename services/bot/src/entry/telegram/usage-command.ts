import type { PartTokens, UsageByPurpose } from '@aika/store'
import { startOfDay } from '@aika/when'
import { Composer, type Context } from 'telegraf'
import { usageText } from '../../domain/usage-text.ts'
import { type Answers, answer } from './context.ts'

export interface UsageCommandPorts {
  answers: Answers
  usage: {
    byPurposeOf(userId: number, since: Date): Promise<UsageByPurpose[]>
    lastPromptOf(chatId: number, userId: number): Promise<PartTokens[]>
  }
  timeZones: { of(userId: number): Promise<string> }
  now(): Date
}

const weekMs = 7 * 24 * 3_600_000

/** `/usage`: the person's tokens of today and of seven days, by what they were for, and what the last prompt was made of. */
export function usageCommand({ answers, usage, timeZones, now }: UsageCommandPorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.command('usage', async (ctx) => {
    const userId = ctx.from.id
    const at = now()
    const today = startOfDay(at, await timeZones.of(userId))
    const [ofToday, ofWeek, lastPrompt] = await Promise.all([
      usage.byPurposeOf(userId, today),
      usage.byPurposeOf(userId, new Date(at.getTime() - weekMs)),
      usage.lastPromptOf(ctx.chat.id, userId),
    ])
    await answer(answers, ctx, usageText({ ofToday, ofWeek, lastPrompt }))
  })

  return composer
}
