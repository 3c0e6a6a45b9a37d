import { Composer, type Context } from 'telegraf'
import { commandsFor } from '../../domain/command-list.ts'
import { type Answers, answer } from './context.ts'

export interface HelpCommandPorts {
  answers: Answers
  people: { isAdmin(userId: number): boolean }
}

const help = [
  'Write to me as you would to a colleague with a computer. I can look at your files, change them and run commands in a',
  'sandbox that sees your folder alone. For example:',
].join(' ')

const examples = [
  '- How many Python files do I have?',
  '- Write a note: milk, bread, a birthday card',
  '- Run the tests in project/ and tell me what fails',
  '- Remind me tomorrow at 9 to call the bank',
]

/** `/start` greets, `/help` explains and lists what this person may use. */
export function helpCommands({ answers, people }: HelpCommandPorts): Composer<Context> {
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
    const lines = commandsFor(people.isAdmin(ctx.from.id)).map(({ command, usage, description }) => {
      return `- /${command.replaceAll('_', '\\_')}${usage ? ` \`${usage}\`` : ''}: ${description}`
    })
    await answer(answers, ctx, [help, ...examples, '', '### Commands', ...lines].join('\n'))
  })

  return composer
}
