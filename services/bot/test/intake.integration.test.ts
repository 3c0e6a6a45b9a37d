import { useRedis } from '@aika/queue/testing'
import type { Store } from '@aika/store'
import { openWorld, ray, stranger } from './world.ts'

describe('bot, from Telegram to the inbox', () => {
  const redis = useRedis()

  test('F-CHAT-2 a text comes: one row waits, its chat is woken, the update is confirmed', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()

    world.standIns.telegram.sendText(ray, 'how many files do I have?')

    await expect(world.woken(1)).resolves.toEqual([ray])
    const rows = await world.store.inbox.waiting(ray)
    expect(rows).toMatchObject([{ chatId: ray, userId: ray, kind: 'message', text: 'how many files do I have?' }])
  })
})
