import type { UsageByPurpose } from '@aika/store'
import { Composer, type Context } from 'telegraf'
import { startOfDay } from '../../domain/start-of-day.ts'
import { usageText } from '../../domain/usage-text.ts'
import { type Answers, answer } from './context.ts'

export interface UsageCommandPorts {
  answers: Answers
  usage: { byPurposeOf(userId: number, since: Date): Promise<UsageByPurpose[]> }
  timeZones: { of(userId: number): Promise<string> }
  now(): Date
}

const weekMs = 7 * 24 * 3_600_000

/** `/usage`: the person's tokens of today and of seven days, by what they were for. */
export function usageCommand({ answers, usage, timeZones, now }: UsageCommandPorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.command('usage', async (ctx) => {
    const userId = ctx.from.id
    const at = now()
    const today = startOfDay(at, await timeZones.of(userId))
    const [ofToday, ofWeek] = await Promise.all([
      usage.byPurposeOf(userId, today),
      usage.byPurposeOf(userId, new Date(at.getTime() - weekMs)),
    ])
    await answer(answers, ctx, usageText({ ofToday, ofWeek }))
  })

  return composer
}
