import { closestTimeZone, describeTime, isTimeZone } from '@aika/when'
import { Composer, type Context } from 'telegraf'
import { inlineCode } from '../../domain/inline-code.ts'
import { type Answers, answer } from './context.ts'

export interface TimezoneCommandPorts {
  answers: Answers
  timeZones: { of(userId: number): Promise<string>; set(userId: number, timeZone: string): Promise<void> }
  now(): Date
}

/** `/timezone [name]` shows or sets the zone in which the person's times are read and told. */
export function timezoneCommand({ answers, timeZones, now }: TimezoneCommandPorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.command('timezone', async (ctx) => {
    const asked = ctx.payload.trim()
    if (!asked) {
      const zone = await timeZones.of(ctx.from.id)
      return answer(answers, ctx, `It is ${describeTime(now(), zone)} for you.\n\n${hint}`)
    }
    if (!isTimeZone(asked)) return answer(answers, ctx, unknown(asked))
    const zone = asWritten(asked)
    await timeZones.set(ctx.from.id, zone)
    await answer(
      answers,
      ctx,
      `Set. It is ${describeTime(now(), zone)} for you. Reminders that stand keep their time.`,
    )
  })

  return composer
}

/** `europe/berlin` is `Europe/Berlin`. */
const asWritten = (timeZone: string) => new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone

const hint = '`/timezone Europe/Berlin` sets another one.'

function unknown(asked: string): string {
  const close = closestTimeZone(asked)
  const offer = close ? `Did you mean \`/timezone ${close}\`?` : `It is a region and a city: ${hint}`
  return `I do not know the time zone ${inlineCode(asked, 64)}. ${offer}`
}
