import { Composer, type Context } from 'telegraf'
import { type Answers, answer } from './context.ts'

const help = [
  'Write to me as you would to a colleague with a computer. I can look at your files, change them and run commands in a',
  'sandbox that sees your folder alone. For example:',
].join(' ')

const examples = [
  '- How many Python files do I have?',
  '- Write a note: milk, bread, a birthday card',
  '- Run the tests in project/ and tell me what fails',
]

const commands = [
  '/status: how I am and what you use',
  '/cancel: stop what I am doing (also /stop)',
  '/help: this text',
]

/** `/start` greets, `/help` explains. */
export function helpCommands({ answers }: { answers: Answers }): Composer<Context> {
  const composer = new Composer<Context>()

  composer.start(async (ctx) => {
    const name = ctx.from.first_name.replace(/[^\p{L}\p{N} .-]/gu, '').trim()
    await answer(
      answers,
      ctx,
      `Hello${name ? ` ${name}` : ''}, I am Aika.\n\n${help}\n${examples.join('\n')}\n\n/help has more.`,
    )
  })

  composer.help(async (ctx) => {
    await answer(answers, ctx, [help, ...examples, '', ...commands.map((line) => `- ${line}`)].join('\n'))
  })

  return composer
}
