import { openStore } from '../src/index.ts'

// A process of its own for the test beside it: writes `count` inbox rows and turns as fast as it can.
const [path, migrationsDir, name, count] = process.argv.slice(2) as [string, string, string, string]
const store = await openStore({ path, migrationsDir })
for (let i = 0; i < Number(count); i++) {
  const id = `tg-${name}-${i}`
  const base = { chatId: Number(name), userId: 1, traceId: 'trace-of-test', text: 'hello' }
  await store.inbox.add({ ...base, updateKey: id, messageId: i + 1, kind: 'message', sentAt: new Date() })
  await store.turns.start({ ...base, id, replyToMessageId: i + 1 }, [])
  await store.turns.addStep(id, { seq: 0, kind: 'model', content: '{}' })
  await store.turns.finish(id, { status: 'answered', answer: 'hi', at: new Date() })
}
await store[Symbol.asyncDispose]()
