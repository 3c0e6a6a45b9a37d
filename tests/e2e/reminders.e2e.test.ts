import { everyServiceHealthy, killService, scale, startService, stopService } from './support/containers.ts'
import { fileOf } from './support/people-files.ts'
import { change, redis, rows } from './support/stored.ts'
import { eventually } from './support/eventually.ts'
import { useStack } from './support/stack.ts'
import { control, peopleFrom, person as personOf, textsOf, type Person } from './support/telegram.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/** Wide, as other work may share the machine; the scheduler itself looks every 0.4 s. */
const onTimeMs = 5_000

interface Row {
  id: string
  text: string
  state: string
  dueAt: string
}

const remindersOf = ({ id }: Person) =>
  rows<Row>(`select id, text, state, dueAt from Reminder where userId = ${id} order by createdAt, id`)
const onlyReminderOf = async (person: Person) => {
  const [reminder, ...more] = await remindersOf(person)
  expect(more).toEqual([])
  return reminder!
}

/** As if time had gone on: the person's reminders become due so long from now. */
async function comesDue(person: Person, inMs: number): Promise<Date> {
  const dueAt = new Date(Date.now() + inMs)
  const text = dueAt.toISOString().replace('Z', '+00:00')
  const set = `update Reminder set dueAt = '${text}' where userId = ${person.id} and state = 'scheduled'`
  expect(await change(set)).toBe(1)
  return dueAt
}

const firingsOf = ({ id }: Person) =>
  rows<{ dueAt: string; firedAt: string }>(
    `select f.dueAt, f.firedAt from ReminderFiring f join Reminder r on r.id = f.reminderId where r.userId = ${id} order by f.dueAt`,
  )
const fired = (person: Person) =>
  eventually('the reminder is on its way', async () => (await firingsOf(person)).length > 0)

const deliveriesOf = async (person: Person) => {
  const { id } = await onlyReminderOf(person)
  return rows<{ state: string; messageId: number | null }>(
    `select state, messageId from Delivery where replyId glob 'reminder-${id}-*'`,
  )
}

/** How often the person was reminded of that, so far. */
const timesHeard = async (person: Person, what: string) =>
  textsOf(await person.heard()).filter((text) => text.startsWith(`⏰ ${what}`)).length

/** Whoever looks for lost ones has looked, and what it found was said: a second reminder went the whole way after it. */
async function lookedForLostOnes(person: Person): Promise<void> {
  await person.asks('/remind in 15 seconds the barrier', /I will remind you/)
  await person.hears(/^⏰ the barrier/)
}

describe('reminders', () => {
  useStack()
  const newPerson = peopleFrom(1_130)
  const admin = personOf(1_001)
  /** What was said to whom in tests that might have it said twice; looked at in the end, as looking takes its time. */
  const saidOnce: [Person, string][] = []

  test('/remind tomorrow 9am → told as absolute time with its offset and zone, [Undo] takes it back (F-TIME)', async () => {
    const person = newPerson()
    await person.asks('/timezone Europe/Berlin', /Set\. It is/)

    const echo = await person.asks('/remind tomorrow 9am call the bank', /I will remind you/)
    const { dueAt } = await onlyReminderOf(person)
    await person.presses('Undo')
    await person.hears(/Cancelled: call the bank/)

    expect(echo.text).toMatch(
      /^⏰ I will remind you: \w{3} \d{1,2} \w{3} \d{4}, 09:00 \(UTC\+0[12]:00, Europe\/Berlin\)\ncall the bank$/,
    )
    expect(echo.reply_markup?.inline_keyboard?.flat().map(({ text }) => text)).toEqual(['Undo', 'Change'])
    expect(Date.parse(dueAt) - Date.now()).toBeLessThan(2 * dayMs)
    expect((await onlyReminderOf(person)).state).toBe('cancelled')
    const after = (await person.heard()).find(({ message_id: id }) => id === echo.message_id)
    expect(after?.reply_markup).toBeUndefined()
  })

  test('[Change], then a time → the same reminder has it; the next text is an ordinary one again (F-TIME)', async () => {
    const person = newPerson()
    await person.asks('/timezone Europe/Berlin', /Set\. It is/)
    await person.asks('/remind tomorrow 9am water the plants', /I will remind you/)

    await person.presses('Change')
    await person.hears(/When instead\?/)
    const changed = await person.asks('tomorrow 17:30', /I will remind you/)
    await person.asks('tomorrow 18:00', /You said: “tomorrow 18:00/)

    expect(changed.text).toMatch(/, 17:30 \(UTC\+0[12]:00, Europe\/Berlin\)\nwater the plants$/)
    const { dueAt, state } = await onlyReminderOf(person)
    expect(state).toBe('scheduled')
    expect(changed.text).toContain(
      new Date(dueAt).toLocaleTimeString('en-GB', {
        timeZone: 'Europe/Berlin',
        hour: '2-digit',
        minute: '2-digit',
      }),
    )
  })

  test('the agent is asked for one → the same echo with buttons, and an answer (F-TIME, F-TOOL)', async () => {
    const person = newPerson()
    const asked = await person.says('remind me tomorrow at 9am to call mum')

    const echo = await person.hears(/^⏰ I will remind you: .*, 09:00 \(UTC/, { after: asked })
    await person.hears(/I will remind you\. /, { after: asked })

    expect(echo.text).toMatch(/\ncall mum$/)
    expect(echo.reply_markup?.inline_keyboard?.flat().map(({ text }) => text)).toEqual(['Undo', 'Change'])
    expect(await onlyReminderOf(person)).toMatchObject({ text: 'call mum', state: 'scheduled' })
  })

  test('/reminders → what stands, in my own time; its button cancels one and leaves the other (F-CMD, F-TIME)', async () => {
    const person = newPerson()
    expect((await person.asks('/reminders', /reminder/)).text).toBe(
      'You have no reminders. /remind sets one.',
    )
    await person.asks('/timezone asia/tokyo', /Asia\/Tokyo/)
    await person.asks('/remind tomorrow 8am tea', /I will remind you/)
    await person.asks(
      '/remind every weekday at 7 gymnastics',
      /I will remind you: .*then every weekday at 07:00/,
    )

    const list = await person.asks('/reminders', /Reminders/)
    const place = /(\d)\. .*tea/.exec(list.text!)![1]!
    await person.presses(`Cancel ${place}`, list.message_id)
    await person.hears(/Cancelled: tea/)

    expect(list.text).toMatch(/08:00 \(UTC\+09:00, Asia\/Tokyo\): tea/)
    expect(list.text).toMatch(/gymnastics \(every weekday at 07:00\)/)
    const left = await person.asks('/reminders', /Reminders/)
    expect(left.text).not.toContain('tea')
    expect(left.text).toContain('gymnastics')
  })

  test('по-русски → понято, и то, что напомнить, осталось как написано (F-TIME)', async () => {
    const person = newPerson()

    const soon = await person.asks('/remind через 10 минут купить молоко', /I will remind you/)
    const daily = await person.asks('/remind каждый будний день в 8 зарядка', /I will remind you/)

    expect(soon.text).toMatch(/\nкупить молоко$/)
    expect(daily.text).toMatch(/then every weekday at 08:00\nзарядка$/)
    const [first] = await remindersOf(person)
    expect(Date.parse(first!.dueAt) - Date.now()).toBeLessThanOrEqual(10 * minuteMs)
    expect(Date.parse(first!.dueAt) - Date.now()).toBeGreaterThan(8 * minuteMs)
  })

  test('nonsense, a past time, too often, no text, an unknown zone → what is wrong and an example; nothing is set (F-TIME, F-CMD)', async () => {
    const person = newPerson()
    const usage = /Usage: \/remind <when> <text>\nFor example: \/remind tomorrow 9am call the bank/

    for (const [text, word] of [
      ['/remind', /I do not understand when/],
      ['/remind blargh tea', /I do not understand when/],
      ['/remind yesterday 9am tea', /That time has passed/],
      ['/remind every minute tea', /too often: at most every five minutes/],
      ['/remind tomorrow 9am', /of what shall I remind/],
    ] as const) {
      const said = await person.asks(text, word)
      expect(said.text).toMatch(usage)
    }
    const zone = await person.asks('/timezone Europe/Berlim', /do not know the time zone/)

    expect(zone.text).toContain('/timezone Europe/Berlin')
    expect(await remindersOf(person)).toEqual([])
  })

  test('the time comes → said on time, once, delivered with the id that Telegram gave it (F-TIME)', async () => {
    const person = newPerson()
    await person.asks('/remind in 4 seconds the kettle', /I will remind you/)

    const said = await person.hears(/^⏰ the kettle/)

    expect(said.text).toBe('⏰ the kettle')
    const [firing] = await firingsOf(person)
    expect(Date.parse(firing!.firedAt) - Date.parse(firing!.dueAt)).toBeLessThan(onTimeMs)
    expect(said.date * 1_000 - Date.parse(firing!.dueAt)).toBeLessThan(onTimeMs)
    expect(await deliveriesOf(person)).toEqual([{ state: 'sent', messageId: said.message_id }])
    expect((await onlyReminderOf(person)).state).toBe('fired')
  })

  test('Telegram refuses it for a while → not delivered until it has an id (F-TIME, F-CHAT 8)', async () => {
    const person = newPerson()
    await person.asks('/remind in 4 seconds the oven', /I will remind you/)
    const fault = { party: 'telegram', method: 'sendMessage', chatId: person.id, kind: 'status', status: 502 }
    await control('POST', 'faults', fault)

    await fired(person)
    await eventually('it is tried', async () => (await deliveriesOf(person)).length > 0)
    const meanwhile = await deliveriesOf(person)
    await control('DELETE', 'faults')
    const said = await person.hears(/⏰ the oven/)

    expect(meanwhile).toEqual([{ state: 'sending', messageId: null }])
    await eventually('it is delivered', async () => (await deliveriesOf(person))[0]?.state === 'sent')
    expect(await deliveriesOf(person)).toEqual([{ state: 'sent', messageId: said.message_id }])
  })

  test('every five minutes → said each time, and the next one stands (F-TIME)', async () => {
    const person = newPerson()
    await person.asks('/remind every 5 minutes stretch', /then every 5 minutes/)

    for (const time of [1, 2]) {
      await comesDue(person, 500)
      await eventually('it is said again', async () => (await timesHeard(person, 'stretch')) === time)
    }

    expect(await firingsOf(person)).toHaveLength(2)
    const { state, dueAt } = await onlyReminderOf(person)
    expect(state).toBe('scheduled')
    expect(Date.parse(dueAt) - Date.now()).toBeLessThanOrEqual(5 * minuteMs)
    expect(Date.parse(dueAt)).toBeGreaterThan(Date.now())
  })

  test('a task for every morning → at its time a turn runs and answers by itself (F-TIME)', async () => {
    const person = newPerson()
    await person.asks('every day at 9am do: write files/morning.txt: good morning', /I will do that/)
    await person.hears(/^⏰ I will do this: .*then every day at 09:00/)
    const before = await person.says('good night')
    await person.hears(/You said: “good night/, { after: before })

    await comesDue(person, 500)

    await person.hears(/morning\.txt/, { after: before })
    expect(await fileOf(person.id, 'files/morning.txt')).toContain('good morning')
    expect(await rows(`select kind from InboxMessage where userId = ${person.id} order by id`)).toEqual([
      { kind: 'message' },
      { kind: 'message' },
      { kind: 'task' },
    ])
  })

  test('bot is down when it is due → comes when it is back, and says how late and why (F-TIME, F-CHAT 8)', async () => {
    const person = newPerson()
    await person.asks('/remind tomorrow 9am the train', /I will remind you/)
    await stopService('bot')
    await comesDue(person, -2 * minuteMs)
    await fired(person)

    await startService('bot')
    const said = await person.hears(/⏰ the train/)

    expect(said.text).toMatch(
      /^⏰ the train\n\(\d+ min late: I was not running or Telegram could not be reached\. It was due .* \(UTC.*\)\.\)$/,
    )
    expect(await timesHeard(person, 'the train')).toBe(1)
  })

  test('two schedulers → one message (F-TIME)', async () => {
    const person = newPerson()
    await scale('scheduler', 2)
    try {
      await person.asks('/remind in 5 seconds one of two', /I will remind you/)
      await person.hears(/^⏰ one of two/)
      await lookedForLostOnes(person)
    } finally {
      await scale('scheduler', 1)
    }

    expect(await timesHeard(person, 'one of two')).toBe(1)
  })

  test('scheduler is killed at the moment it is due → said, once (F-TIME, F-CHAT 8)', async () => {
    const person = newPerson()
    await person.asks('/remind tomorrow 9am the baby', /I will remind you/)
    const dueAt = await comesDue(person, 3_000)
    await eventually('it is due', async () => Date.now() >= dueAt.getTime())

    await killService('scheduler')

    await person.hears(/⏰ the baby/)
    saidOnce.push([person, 'the baby'])
    expect(await timesHeard(person, 'the baby')).toBe(1)
  })

  test('Redis loses everything between firing and saying, and is killed → said all the same, once (F-TIME, F-CHAT 8)', async () => {
    const person = newPerson()
    await person.asks('/remind tomorrow 9am the doctor', /I will remind you/)
    await stopService('bot')
    await comesDue(person, 500)
    await fired(person)

    await redis('flushall')
    await killService('redis')
    await startService('bot')

    await person.hears(/⏰ the doctor/, { timeoutMs: 120_000 })
    await everyServiceHealthy()
    saidOnce.push([person, 'the doctor'])
    await lookedForLostOnes(person)
    for (const [who, what] of saidOnce) expect([what, await timesHeard(who, what)]).toEqual([what, 1])
  })

  test('/remind_user by an admin → the other person is reminded and sees by whom; anybody else does not know the command (F-TIME, F-CMD)', async () => {
    const [target, other] = [newPerson(), newPerson()]
    await target.asks('/start', /Hello/)

    const echo = await admin.asks(`/remind_user ${target.id} in 4 seconds the report`, /I will remind /)
    const said = await target.hears(/the report/)
    const refused = await other.asks(`/remind_user ${target.id} in 5s nonsense`, /do not know \/remind_user/)
    const nobody = await admin.asks('/remind_user 99 in 5s nonsense', /Nobody who may write to me/)

    expect(echo.text).toMatch(new RegExp(`^⏰ I will remind ${target.id}: `))
    expect(said.text).toMatch(/^⏰ From .*: the report$/)
    expect(refused.text).not.toMatch(/Did you mean \/remind_user/)
    expect(nobody.text).toContain('ALLOWED_USER_IDS')
    expect(await rows(`select id from Reminder where text like '%nonsense%'`)).toEqual([])
  })
})
