import { Context, Telegram } from 'telegraf'
import type { Update, UserFromGetMe } from 'telegraf/types'
import { forgetCommand, type ForgetCommandPorts } from './forget-command.ts'
import { memoryPressed, type MemoryButtonPorts } from './memory-buttons.ts'
import { memoryCommand, type MemoryCommandPorts } from './memory-command.ts'

/** The gate lets no group in today; what is one person's is not shown there either way. */
describe('memory in a group', () => {
  const botInfo = { id: 7, is_bot: true as const, first_name: 'Aika', username: 'aika_bot' }
  const written = (text: string) => {
    const entities = [{ type: 'bot_command' as const, offset: 0, length: text.split(' ')[0]!.length }]
    const chat = { id: -5, type: 'group' as const, title: 'friends' }
    const from = { id: 5, is_bot: false, first_name: 'Ray' }
    const message = { message_id: 1, date: 0, chat, from, text, entities }
    return new Context({ update_id: 9, message } as Update, new Telegram('token'), botInfo as UserFromGetMe)
  }

  test.each([
    ['/memory', memoryCommand],
    ['/forget dentist', forgetCommand],
  ])('%s: nothing is read, the private chat is named', async (text, command) => {
    const said: string[] = []
    // Anything else that is asked for fails.
    const ports = { answers: { say: async ({ markdown }: { markdown: string }) => void said.push(markdown) } }

    await command(ports as unknown as MemoryCommandPorts & ForgetCommandPorts).middleware()(
      written(text),
      async () => undefined,
    )

    expect(said).toEqual([expect.stringContaining('in our private chat alone')])
  })

  test('a button pressed there shows nothing', async () => {
    const press = { chatId: -5, userId: 5, messageId: 1, updateKey: 'tg-7-9', isItsOwn: true }

    const pressed = await memoryPressed({} as MemoryButtonPorts, { kind: 'memory' }, press)

    expect(pressed).toEqual({ said: 'This button is too old.', refused: 'foreign' })
  })
})
