import {
  accountQueue,
  adminRunQueue,
  sandboxListQueue,
  type AccountTask,
  type AdminRun,
} from '@aika/contracts'
import { consume, type Connection } from '@aika/queue'
import { useRedis } from '@aika/queue/testing'
import { heartbeat } from '@aika/service-kit'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ask, buttonsOf, press, said } from './conversation.ts'
import { openWorld, quiet, ray, Signals, until, type World } from './world.ts'

const alice = 1002
const settings = { TELEGRAM_USER_ALIASES: `${ray}:Ray;${alice}:Alice`, TIMEZONE: 'Europe/Berlin' }

/** Puts a file into a person's folder, as their sandbox would. */
function put(world: World, userId: number, path: string, content: string): void {
  const target = world.pathOf(userId, path)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, content)
}

/** What arrives on a queue. */
function arrivals(connection: Connection) {
  const accounts = new Signals<AccountTask>()
  const runs = new Signals<AdminRun>()
  const options = { connection, concurrency: 1, log: quiet }
  const onAccount = async (task: AccountTask) => {
    accounts.push(task)
    return { done: true }
  }
  const onRun = async (run: AdminRun) => {
    runs.push(run)
    return { exitCode: 0 }
  }
  const consumers = [consume(accountQueue, onAccount, options), consume(adminRunQueue, onRun, options)]
  return {
    accounts,
    runs,
    async [Symbol.asyncDispose]() {
      await Promise.all(consumers.map((consumer) => consumer[Symbol.asyncDispose]()))
    },
  }
}

describe('F-CMD what people tell the bot with a slash', () => {
  const redis = useRedis()

  test('/help lists what this person may use; admins see more', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using _bot = await world.startBot()

    const forAlice = await ask(world, alice, '/help')
    const forRay = await ask(world, ray, '/help')

    expect(forAlice.text).toContain('/forget_me: Delete all that I have of you')
    expect(forAlice.text).toContain('/save <path in cache> <new path>')
    expect(forAlice.text).not.toContain('/panic')
    expect(forRay.text).toContain('/panic')
  })

  test('an unknown command gets a hint with the closest one; nobody is woken', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using _bot = await world.startBot()

    const hint = await ask(world, ray, '/statsu now')
    const none = await ask(world, ray, '/wh`at')

    expect(hint.text).toBe('I do not know /statsu. Did you mean /status?')
    expect(none.text).toBe('I do not know /wh`at. /help shows what I can do.')
    await expect(world.store.inbox.waiting(ray)).resolves.toEqual([])
  })

  test('who is no admin gets the same hint for an admin’s command, and nothing runs', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using queues = arrivals(redis.connection)
    await using _bot = await world.startBot()

    for (const command of ['/run id', '/panic', '/resume', `/remind_user ${ray} in 5m hi`]) {
      const { text } = await ask(world, alice, command)
      expect(text).toMatch(/^I do not know/)
    }

    expect(queues.runs.values).toEqual([])
    await expect(world.store.reminders.of(ray)).resolves.toEqual([])
  })

  test('/status names who runs, who does not, and what the person uses', async () => {
    await using world = await openWorld(redis.connection, { ...settings, USER_QUOTA_MB: '10' })
    await using _executor = heartbeat(redis.connection, 'executor', async () => true, 'runtime runsc')
    await using _agent = heartbeat(redis.connection, 'agent', async () => false)
    await using _bot = await world.startBot()
    put(world, ray, 'files/a.txt', 'x'.repeat(100_000))
    await until(async () => /bot: up/.test((await ask(world, ray, '/status')).text ?? ''))

    const { text } = await ask(world, ray, '/status')

    expect(text).toMatch(/🟢 executor: up \d+ s, runtime runsc/)
    expect(text).toMatch(/🟠 agent: up \d+ s, unwell/)
    expect(text).toContain('🔴 scheduler: not running')
    expect(text).toContain('Your commands: unknown')
    expect(text).toMatch(/Your files: 1\d\d kB of 10\.5 MB \(1 %\), \d files and folders/)
    expect(text).not.toContain('PAUSED')
  })

  test('/status tells the person what their own sandboxes do', async () => {
    await using world = await openWorld(redis.connection, settings)
    const answers = async ({ userId }: { userId: number }) => {
      const own = [
        { state: 'running' as const, ageMs: 10 },
        ...[1, 2].map((age) => ({ state: 'ready' as const, ageMs: age })),
      ]
      return { sandboxes: userId === ray ? own : [] }
    }
    const options = { connection: redis.connection, concurrency: 1, log: quiet }
    await using _executor = consume(sandboxListQueue, answers, options)
    await using _bot = await world.startBot()

    const { text } = await ask(world, ray, '/status')

    expect(text).toContain('Your commands: 1 running, 2 sandboxes ready')
    expect(text).toContain('Queues\nall empty')
  })

  test('F-FILE /files lists the newest first; no name breaks out of its line', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using _bot = await world.startBot()
    put(world, ray, 'files/old `one`.txt', 'x')
    await until(() => new Date().getSeconds() >= 0)
    put(world, ray, 'cache/evil\nname\u202e.txt', 'xyz')

    const { text } = await ask(world, ray, '/files')

    expect(text).toMatch(/• files\/old `one`\.txt: 1 B, \d+ s ago/)
    expect(text).not.toMatch(/\u202e/)
    expect(text?.split('\n').filter((line) => line.startsWith('•'))).toHaveLength(2)
  })

  test('/save keeps a file of the cache under another name, quotes and spaces included', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using _bot = await world.startBot()
    put(world, ray, 'cache/my file.pdf', 'content')

    const { text } = await ask(world, ray, '/save “my file.pdf” "letters/my letter.pdf"')

    expect(text).toBe('Kept: cache/my file.pdf is now files/letters/my letter.pdf.')
    expect(readFileSync(world.pathOf(ray, 'files/letters/my letter.pdf'), 'utf8')).toBe('content')
    expect(existsSync(world.pathOf(ray, 'cache/my file.pdf'))).toBe(false)
  })

  test.each([
    ['/save', /^Usage: \/save <path in cache> <new path>\nFor example: \/save "cache/],
    ['/save "a b', /^Usage: \/save/],
    ['/save a b c', /^Usage: \/save/],
    ['/save nothing.txt x.txt', /nothing\.txt" does not exist/],
    ['/save ../../etc/passwd x.txt', /\.\./],
    ['/save /etc/passwd x.txt', /absolute/],
    ['/shared put a', /^Usage: \/shared put/],
    ['/shared take a b', /^Usage: \/shared put/],
    ['/download', /^Usage: \/download <path>/],
    ['/download nothing here', /^You have no file nothing here\./],
    ['/remind', /I do not understand when.\n+Usage: \/remind/],
    ['/remind tomorrow 9am', /of what shall I remind\?\n+Usage: \/remind/],
    ['/remind 2001-01-01 party', /That time has passed/],
    ['/remind_user Bob in 5m hi', /Nobody who may write to me is called Bob/],
    ['/run', /^Usage: \/run <shell command>/],
    ['/timezone Europe/Berln', /Did you mean \/timezone Europe\/Berlin\?/],
    ['/timezone middle of nowhere', /I do not know the time zone/],
  ])('%s: a clear word says what to do', async (command, word) => {
    await using world = await openWorld(redis.connection, settings)
    await using _bot = await world.startBot()

    expect((await ask(world, ray, command)).text).toMatch(word)
  })

  test('F-PERM-2 /save over a file that is there asks first; a yes replaces it, a second press does nothing', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using _bot = await world.startBot()
    put(world, ray, 'cache/new.txt', 'new')
    put(world, ray, 'files/x.txt', 'old')

    const card = await ask(world, ray, '/save new.txt x.txt')
    expect(card.text).toContain('Move "cache/new.txt" of your folder\nover "files/x.txt" of your folder')
    expect(readFileSync(world.pathOf(ray, 'files/x.txt'), 'utf8')).toBe('old')
    await expect(press(world, { userId: ray, messageId: card.message_id, text: '✅ Approve' })).resolves.toBe(
      'Approved.',
    )

    await said(world, ray, 'Kept: cache/new.txt is now files/x.txt.')
    expect(readFileSync(world.pathOf(ray, 'files/x.txt'), 'utf8')).toBe('new')
    const data = buttonsOf(card).find(({ text }) => text === '✅ Approve')?.callback_data
    await expect(press(world, { userId: ray, data: data!, forged: true })).resolves.toBe(
      'You approved this already.',
    )
  })

  test('F-PERM-2 a no keeps the file', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using _bot = await world.startBot()
    put(world, ray, 'cache/new.txt', 'new')
    put(world, ray, 'files/x.txt', 'old')
    const card = await ask(world, ray, '/save new.txt x.txt')

    await expect(press(world, { userId: ray, messageId: card.message_id, text: '🚫 Deny' })).resolves.toBe(
      'Denied.',
    )

    await until(
      () =>
        buttonsOf(world.standIns.telegram.transcript(ray).find((m) => m.message_id === card.message_id)!)
          .length === 0,
    )
    expect(readFileSync(world.pathOf(ray, 'files/x.txt'), 'utf8')).toBe('old')
    expect(readFileSync(world.pathOf(ray, 'cache/new.txt'), 'utf8')).toBe('new')
  })

  test('/shared put and get copy between people; what is there is not replaced without a yes', async () => {
    const shared = mkdtempSync(join(tmpdir(), 'aika-shared-'))
    await using world = await openWorld(redis.connection, { ...settings, SHARED_DIR: shared })
    await using _bot = await world.startBot()
    put(world, ray, 'files/menu.txt', 'soup')
    put(world, alice, 'files/menu.txt', 'mine')

    const puts = await ask(world, ray, '/shared put menu.txt menu.txt')
    const card = await ask(world, alice, '/shared get menu.txt menu.txt')

    expect(puts.text).toBe('Everybody here can read menu.txt in the shared folder now.')
    expect(readFileSync(join(shared, 'menu.txt'), 'utf8')).toBe('soup')
    expect(card.text).toContain('Copy "menu.txt" of the shared folder\nover "files/menu.txt" of your folder')
    await press(world, { userId: alice, messageId: card.message_id, text: '✅ Approve' })
    await said(world, alice, 'Copied from the shared folder to files/menu.txt.')
    expect(readFileSync(world.pathOf(alice, 'files/menu.txt'), 'utf8')).toBe('soup')
  })

  test('/download sends a file; its first folder may be left out', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using _bot = await world.startBot()
    put(world, ray, 'files/my report.txt', 'hello')

    const sent = await ask(world, ray, '/download my report.txt')

    expect(sent).toMatchObject({ document: { file_name: 'my report.txt' } })
  })

  test('F-TIME /remind sets one in the person’s own time; /reminders shows and cancels it', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using _bot = await world.startBot()
    await ask(world, ray, '/timezone asia/tokyo')

    const echo = await ask(world, ray, '/remind tomorrow 9am call *the* bank')
    const list = await ask(world, ray, '/reminders')
    const cancel = buttonsOf(list)

    expect(echo.text).toMatch(/09:00 \(UTC\+09:00, Asia\/Tokyo\)/)
    expect(list.text).toMatch(/1\. .*09:00 \(UTC\+09:00, Asia\/Tokyo\): call \*the\* bank/)
    expect(cancel).toHaveLength(1)
    await expect(
      press(world, { userId: ray, messageId: list.message_id, data: cancel[0]!.callback_data! }),
    ).resolves.toBe('Cancelled.')
    await expect(
      press(world, { userId: ray, messageId: list.message_id, data: cancel[0]!.callback_data! }),
    ).resolves.toBe('This reminder does not stand any more.')
    expect((await ask(world, ray, '/reminders')).text).toBe('You have no reminders. /remind sets one.')
  })

  test('/remind me … to …: the words around a reminder are not part of it', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using _bot = await world.startBot()

    const echo = await ask(world, ray, '/remind me tomorrow at 9 to call the bank')

    expect(echo.text).toMatch(/09:00 .*\ncall the bank$/)
  })

  test('a recurring reminder keeps the clock of the zone in which it was set, and the list says so', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using _bot = await world.startBot()
    await ask(world, ray, '/timezone asia/tokyo')
    await ask(world, ray, '/remind every weekday at 8 stretch')
    const there = await ask(world, ray, '/reminders')
    await ask(world, ray, '/timezone utc')

    expect(there.text).toMatch(/08:00 .*Asia\/Tokyo\): stretch \(every weekday at 08:00\)$/)
    expect((await ask(world, ray, '/reminders')).text).toMatch(
      /23:00 .*UTC\): stretch \(every weekday at 08:00 in Asia\/Tokyo\)$/,
    )
  })

  test('F-TIME a reminder that was just set is undone by a button; another person’s press changes nothing', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using _bot = await world.startBot()
    const echo = await ask(world, ray, '/remind every weekday at 8 stretch')
    const undo = buttonsOf(echo).find(({ text }) => text === 'Undo')!.callback_data!
    await ask(world, alice, '/help')

    await expect(press(world, { userId: alice, data: undo, forged: true })).resolves.toBe(
      'This reminder does not stand any more.',
    )
    expect((await world.store.reminders.of(ray)).map(({ state }) => state)).toEqual(['scheduled'])
    await expect(press(world, { userId: ray, messageId: echo.message_id, data: undo })).resolves.toBe(
      'Cancelled.',
    )

    await said(world, ray, 'Cancelled: stretch')
    await expect(world.store.reminders.of(ray)).resolves.toEqual([])
  })

  test('F-TIME [Change] asks for the new time, and the next text sets it', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using _bot = await world.startBot()
    const echo = await ask(world, ray, '/remind tomorrow 9am call mum')
    const before = (await world.store.reminders.of(ray))[0]!

    await press(world, { userId: ray, messageId: echo.message_id, text: 'Change' })
    const question = await said(world, ray, 'When instead?')
    await ask(world, ray, 'tomorrow 10am')

    expect(question.text).toContain('tomorrow 9am')
    expect(question.reply_markup).toMatchObject({ force_reply: true })
    const after = (await world.store.reminders.of(ray))[0]!
    expect(after.dueAt.getTime() - before.dueAt.getTime()).toBe(3_600_000)
  })

  test('/remind_user: an admin reminds somebody else by their name; it stands in that person’s chat', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using _bot = await world.startBot()

    const echo = await ask(world, ray, '/remind_user alice in 2h send the report')

    expect(echo.text).toMatch(/^⏰ I will remind Alice: /)
    expect(await world.store.reminders.of(alice)).toMatchObject([
      { chatId: alice, userId: alice, createdBy: ray, text: 'send the report' },
    ])
    expect((await ask(world, alice, '/reminders')).text).toContain('set by Ray')
  })

  test('/timezone shows the zone, sets it, and the day of /usage follows', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using _bot = await world.startBot()

    expect((await ask(world, ray, '/timezone')).text).toMatch(/Europe\/Berlin\) for you/)
    expect((await ask(world, ray, '/timezone america/new_york')).text).toMatch(/^Set\. .*America\/New_York/)
    await expect(world.store.people.timeZoneOf(ray)).resolves.toBe('America/New_York')
  })

  test('/usage tells the person’s own tokens of today and of the week', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using _bot = await world.startBot()
    const call = { userId: ray, purpose: 'turn', provider: 'gemini', model: 'm', promptTokens: 1_200, cachedTokens: 0, outputTokens: 30, thoughtTokens: 4, latencyMs: 3, outcome: 'ok', traceId: 'trace-of-test' } // prettier-ignore
    const threeDaysAgo = new Date(Date.now() - 3 * 24 * 3_600_000)
    await world.store.usage.add([
      { ...call, at: new Date() },
      { ...call, at: threeDaysAgo },
      { ...call, at: new Date(), userId: alice },
    ])

    const { text } = await ask(world, ray, '/usage')

    expect(text).toContain('Today: 1,234 tokens\n• answering you: 1,200 in, 34 out, 1 call')
    expect(text).toContain('The last 7 days: 2,468 tokens\n• answering you: 2,400 in, 68 out, 2 calls')
    expect(text).not.toContain('prompt')
  })

  test('/usage tells what the prompt of their last message was made of, not somebody else’s', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using _bot = await world.startBot()
    for (const [chatId, message] of [
      [ray, 100],
      [alice, 7_000],
    ] as const) {
      const turn = { id: `tg-1-${chatId}`, chatId, userId: chatId, replyToMessageId: 1, traceId: 'trace-of-test', text: 'hi' } // prettier-ignore
      await world.store.turns.start(turn, [])
      const promptParts = { fixed: 960, notes: 0, major: 100, dailies: 200, fold: 20, sentences: 100, recent: 390, message } // prettier-ignore
      await world.store.turns.addStep(turn.id, { seq: 0, kind: 'model', content: JSON.stringify({ promptParts }) }) // prettier-ignore
      await world.store.turns.finish(turn.id, { status: 'answered', answer: 'hi', at: new Date() })
    }

    const { text } = await ask(world, ray, '/usage')

    expect(text).toContain(
      'Your last message’s prompt: 1,870 tokens — rules and tools 960, memory 420, last messages 390, the message itself 100.',
    )
  })

  test('/new begins a fresh conversation', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using _bot = await world.startBot()
    const turn = {
      id: 'tg-1-1',
      chatId: ray,
      userId: ray,
      replyToMessageId: 1,
      traceId: 'trace-of-test',
      text: 'hi',
    }
    await world.store.turns.start(turn, [])
    await world.store.turns.finish('tg-1-1', { status: 'answered', answer: 'hello', at: new Date() })

    await ask(world, ray, '/new')

    expect(await world.store.exchanges.recent(ray, 3)).toMatchObject([{ turnId: 'tg-1-1', isEarlier: true }])
  })

  test('/export: the wish is queued once, however often the update comes', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using queues = arrivals(redis.connection)
    await using _bot = await world.startBot()

    await ask(world, alice, '/export')

    await expect(queues.accounts.first(1)).resolves.toMatchObject([
      { task: 'export', userId: alice, chatId: alice },
    ])
  })

  test('F-PERM-2 /forget_me says exactly what goes, and nothing is deleted without a yes', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using queues = arrivals(redis.connection)
    await using _bot = await world.startBot()
    put(world, ray, 'files/a.txt', 'x')
    await world.store.notes.add(ray, { id: 'n-1', text: 'tea', createdAt: new Date() })

    const card = await ask(world, ray, '/forget_me')
    expect(card.text).toContain('your notes: 1')
    expect(card.text).toMatch(/all your files, .* files and folders/)
    expect(queues.accounts.values).toEqual([])
    await press(world, { userId: ray, messageId: card.message_id, text: '✅ Approve' })

    await expect(queues.accounts.first(1)).resolves.toMatchObject([
      { task: 'forget', userId: ray, chatId: ray },
    ])
  })

  test('/run hands an admin’s command to the agent as it was written', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using queues = arrivals(redis.connection)
    await using _bot = await world.startBot()

    world.standIns.telegram.sendText(ray, '/run echo "a  b"\ndf -h | head')

    await expect(queues.runs.first(1)).resolves.toMatchObject([
      { userId: ray, chatId: ray, command: 'echo "a  b"\ndf -h | head' },
    ])
  })

  test('F-CMD the menu: each role has its own, a person new to the bot gets theirs with their first message', async () => {
    await using world = await openWorld(redis.connection, settings)
    const { telegram, journal } = world.standIns
    const namesOf = (userId: number) =>
      (telegram.commandsOf(userId) as { command: string }[]).map(({ command }) => command)
    {
      await using _bot = await world.startBot()
      // Telegram refuses the menus of people who never wrote.
      await until(() => journal.entries({ method: 'setMyCommands' }).length === 3)
      expect([...namesOf(ray), ...namesOf(alice)]).toEqual([])

      telegram.sendText(alice, 'hello')
      telegram.sendText(ray, 'hello')

      await until(() => namesOf(ray).length > 0 && namesOf(alice).length > 0)
    }
    expect(namesOf(ray)).toContain('panic')
    expect(namesOf(alice)).toContain('reminders')
    expect(namesOf(alice)).not.toContain('panic')

    const published = journal.entries({ method: 'setMyCommands' }).length
    await using _again = await world.startBot()
    await ask(world, alice, '/help')
    expect(journal.entries({ method: 'setMyCommands' })).toHaveLength(published)
  })
})
