import { corrected, unkeptClaims, type CallMade } from './claims.ts'

const made = (name: string, failed = false, args: object = {}): CallMade => ({
  call: { name, args: { ...args } },
  failed,
})

describe('what an answer claims (F-CHAT 9)', () => {
  test.each([
    ['I have saved it to notes.md.', 'saved'],
    ["I've now written the list to files/list.txt", 'saved'],
    ['Done. Saved to files/a.txt!', 'saved'],
    ['✅ Saved to **files/a.txt**', 'saved'],
    ['Here is the plan.\n\nThe file has been saved.', 'saved'],
    ['Готово! Я сохранил это в notes.md', 'saved'],
    ['Записала в файл.', 'saved'],
    ['I’ve noted that.', 'saved'],
    ["Got it! I've noted it for next time.", 'saved'],
    ['I have noted your new address.', 'saved'],
    ["I've made a note of your address.", 'saved'],
    ['📝 Noted: “likes tea”.', 'saved'],
    ['Done. Added to your notes.', 'saved'],
    ['Запомнила: вы любите чай.', 'saved'],
    ['I sent your message to Alice.', 'sent'],
    ['Sent it to Alice.', 'sent'],
    ['Your message has been sent.', 'sent'],
    ['Сообщение отправлено.', 'sent'],
    ['Отправил Алисе.', 'sent'],
    ['Reminder set for tomorrow 9am.', 'reminded'],
    ["OK, I'll remind you tomorrow.", 'reminded'],
    ['I’ll remind you at nine.', 'reminded'],
    ['Напомню завтра в девять.', 'reminded'],
    ['Напоминание установлено.', 'reminded'],
  ])('%s', (answer, claim) => {
    expect(unkeptClaims(answer, [])).toEqual([claim])
  })

  test.each([
    'I have not saved anything.',
    'Shall I save it to notes.md?',
    'If I saved it to a file, you could send it.',
    'You saved it to notes.md yesterday.',
    'I saved it to notes.md earlier.',
    'The file was written by Ray.',
    'I noted that the file is empty.',
    'I remembered that you like tea.',
    'Noted.',
    'I will make a note if you want.',
    'To be saved, one must repent.',
    'I could send it to Alice.',
    'The letter was sent in 1912.',
    'Would you like me to remind you?',
    'Write “I have saved it to x” to the log',
    '```\nI have saved it to notes.md.\n```',
    '> I have sent it to Alice.',
    'Я не сохранил файл.',
    'Если сохранил, проверьте.',
    'Напомните мне, пожалуйста.',
    'Вчера отправил.',
  ])('claims nothing: %s', (answer) => {
    expect(unkeptClaims(answer, [])).toEqual([])
  })

  test.each([
    ['I have saved it to notes.md.', 'file_write'],
    ['I have saved it to notes.md.', 'run_shell'],
    ['Sent it to Alice.', 'send_dm'],
    ['Reminder set.', 'set_reminder'],
  ])('%s holds when %s did it, and not when that failed', (answer, tool) => {
    expect(unkeptClaims(answer, [made(tool)])).toEqual([])
    expect(unkeptClaims(answer, [made(tool, true)])).toHaveLength(1)
  })

  test.each([
    ['add', []],
    ['edit', []],
    ['list', ['saved']],
    ['remove', ['saved']],
  ])('“saved to your notes” beside memory %s', (action, unkept) => {
    const calls = [made('memory', false, { action })]
    expect(unkeptClaims('I have saved it to your notes.', calls)).toEqual(unkept)
  })

  test('the correction stands under the answer', () => {
    expect(corrected('Saved to a.txt.', ['saved', 'reminded'])).toBe(
      'Saved to a.txt.\n\n⚠️ Correction: in this turn nothing was saved, and no reminder was set.',
    )
  })
})
