import { mostForgottenAtOnce } from '@aika/contracts'
import type { Mentioned } from '@aika/store'
import { Composer, type Context } from 'telegraf'
import { argumentsOf } from '../../domain/arguments.ts'
import { askCommand, type AskCommandPorts } from '../../domain/ask-command.ts'
import { usageOf } from '../../domain/command-list.ts'
import { forgetMentionsCard } from '../../domain/memory/forget-cards.ts'
import { forgettableOf, nothingMentions, tooMuchMentions } from '../../domain/memory/mentioned.ts'
import { words } from '../../domain/words.ts'
import { type Answers, answer, askerOf } from './context.ts'

export interface ForgetCommandPorts extends AskCommandPorts {
  answers: Answers
  mentions: { find(userId: number, words: string[], most: number): Promise<Mentioned> }
  timeZones: { of(userId: number): Promise<string> }
}

/** `/forget <words>`: all that mentions all of them is deleted after a yes. What comes after the question stays. */
export function forgetCommand(ports: ForgetCommandPorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.command('forget', async (ctx) => {
    const say = (markdown: string) => answer(ports.answers, ctx, markdown)
    if (ctx.chat.type !== 'private') return say(words.memoryIsPrivate)
    const wanted = wordsIn(ctx.payload)
    if (wanted.length === 0) return say(usageOf('forget'))
    const found = await ports.mentions.find(ctx.from.id, wanted, mostForgottenAtOnce)
    const forgettable = forgettableOf(found, ctx.from.id)
    if (forgettable === 'nothing') return say(nothingMentions(wanted, found.open))
    if (forgettable === 'too much') return say(tooMuchMentions)
    const times = { timeZone: await ports.timeZones.of(ctx.from.id), now: ports.now() }
    const card = forgetMentionsCard(wanted, found, times)
    await askCommand(ports, askerOf(ctx), { tool: 'command:forget', args: forgettable }, card)
  })

  return composer
}

/** What stands in quotes is one; a quote that nothing closes is a letter like any other. */
function wordsIn(text: string): string[] {
  return (argumentsOf(text) ?? text.split(/\s+/)).map((word) => word.trim()).filter(Boolean)
}
