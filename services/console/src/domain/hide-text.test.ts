import { hideText } from './hide-text.ts'

test('a reply: its words are counted, its ids stay', () => {
  const job = {
    replyId: 'reply-tg-1',
    chatId: 42,
    body: { kind: 'answer', markdown: 'my secret', canContinue: false },
  }

  expect(hideText(job)).toEqual({
    replyId: 'reply-tg-1',
    chatId: 42,
    body: { kind: 'answer', markdown: '‹9 characters, not shown›', canContinue: false },
  })
})

test('a run and its result: neither the command nor what it printed is shown', () => {
  const job = { command: { kind: 'argv', argv: ['cat', 'diary.txt'] }, timeoutSeconds: 30 }
  const result = { stdout: 'dear diary', stderr: '', exitCode: 0 }

  expect(JSON.stringify([hideText(job), hideText(result)])).not.toMatch(/diary/)
  expect(hideText(result)).toMatchObject({ exitCode: 0, stderr: '‹0 characters, not shown›' })
})

test.each([undefined, null, 7, 'done'])('%p: as it is', (value) => {
  expect(hideText(value)).toBe(value)
})
