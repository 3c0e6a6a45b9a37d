import { admin, alice, errorOf, outputOf, ray, toolWorld } from './tool-world.ts'

const remind = { when: 'tomorrow 9am', text: 'Call mum' }

describe('set_reminder', () => {
  test('in the person’s own zone: it stands, they are shown its time, the model too', async () => {
    await using world = await toolWorld()
    await world.store.people.setTimeZone(ray, 'Asia/Tokyo')

    const output = outputOf(await world.call('set_reminder', remind))

    expect(output).toMatchObject({ at: 'Sun 22 Nov 2026, 09:00 (UTC+09:00, Asia/Tokyo)' })
    expect(await world.store.reminders.of(ray)).toMatchObject([
      {
        id: output['id'],
        chatId: ray,
        kind: 'message',
        text: 'Call mum',
        dueAt: new Date('2026-11-22T00:00:00Z'),
      },
    ])
    expect([...world.replies.values()]).toMatchObject([
      {
        replyId: `reminder-set-${String(output['id'])}`,
        chatId: ray,
        body: {
          kind: 'reminder-set',
          text: 'Call mum',
          dueAt: Date.parse('2026-11-22T00:00:00Z'),
          isTask: false,
        },
      },
    ])
  })

  test('the same call again after a crash, when its time is nearly over: one reminder, the first time', async () => {
    await using world = await toolWorld()
    const soon = { when: 'in 10 minutes', text: 'Tea' }
    const first = outputOf(await world.call('set_reminder', soon, { step: 3 }))

    world.now = new Date(world.now.getTime() + 300_000)
    const again = outputOf(await world.call('set_reminder', soon, { step: 3 }))

    expect(again).toEqual(first)
    expect(await world.store.reminders.of(ray)).toHaveLength(1)
    expect(world.replies.size).toBe(1)
  })

  test('one that comes again, and one that is a task', async () => {
    await using world = await toolWorld()

    const output = outputOf(
      await world.call('set_reminder', { when: 'every weekday at 8', text: 'Sum up', task: true }),
    )

    expect(output).toMatchObject({
      at: 'Mon 23 Nov 2026, 08:00 (UTC+01:00, Europe/Berlin)',
      repeats: expect.stringMatching(/weekday/),
    })
    expect(await world.store.reminders.of(ray)).toMatchObject([{ kind: 'task', rule: expect.any(String) }])
    expect([...world.replies.values()]).toMatchObject([{ body: { isTask: true, rule: output['repeats'] } }])
  })

  test.each([
    ['yesterday 9am', /over.*It is now Sat 21 Nov 2026, 11:00/],
    ['banana', /not understood.*"in 10m"/],
    ['in 40 years', /five years/],
    ['every 10 seconds', /5 minutes/],
  ])('%s: a helpful error, nothing stands', async (when, words) => {
    await using world = await toolWorld()

    expect(errorOf(await world.call('set_reminder', { when, text: 'x' }))).toMatch(words)

    expect(await world.store.reminders.of(ray)).toEqual([])
    expect(world.replies.size).toBe(0)
  })

  test('for somebody else: admins only, in that person’s chat, told to whoever set it', async () => {
    await using world = await toolWorld()
    const forAlice = { ...remind, target_user_id: alice }

    expect(errorOf(await world.call('set_reminder', forAlice))).toMatch(/only admins/)
    expect(
      errorOf(await world.call('set_reminder', { ...remind, target_user_id: 999 }, { userId: admin })),
    ).toMatch(/nobody/)
    expect(errorOf(await world.call('set_reminder', { ...forAlice, task: true }, { userId: admin }))).toMatch(
      /not for others/,
    )
    expect(await world.store.reminders.of(alice)).toEqual([])

    await world.call('set_reminder', forAlice, { userId: admin })
    expect(await world.store.reminders.of(alice)).toMatchObject([
      { chatId: alice, userId: alice, createdBy: admin },
    ])
    expect([...world.replies.values()]).toMatchObject([{ chatId: admin, body: { forPerson: 'Alice' } }])
  })

  test('100 stand: no more', async () => {
    await using world = await toolWorld()
    for (let step = 1; step <= 100; step++) await world.call('set_reminder', remind, { step })

    expect(errorOf(await world.call('set_reminder', remind, { step: 101 }))).toMatch(/100 reminders/)
    expect(outputOf(await world.call('set_reminder', remind, { step: 7 }))).toBeDefined()
  })
})

describe('list_reminders and cancel_reminder', () => {
  test('listed with their ids; cancelled by them, also twice', async () => {
    await using world = await toolWorld()
    const { id } = outputOf(await world.call('set_reminder', remind))
    await world.call('set_reminder', { when: 'every day at 8', text: 'x'.repeat(900), task: true })

    const { reminders } = outputOf(await world.call('list_reminders', {})) as { reminders: string[] }
    expect(reminders).toHaveLength(2)
    expect(reminders[1]).toBe(`${String(id)}: Sun 22 Nov 2026, 09:00 (UTC+01:00, Europe/Berlin): Call mum`)
    expect(reminders[0]).toMatch(/task: x{199}…$/)

    expect(outputOf(await world.call('cancel_reminder', { id }))).toEqual({ cancelled: 'Call mum' })
    expect(outputOf(await world.call('cancel_reminder', { id }))).toEqual({ cancelled: 'Call mum' })
    expect(await world.store.reminders.of(ray)).toHaveLength(1)
  })

  test('somebody else’s: cannot be cancelled, nor seen to be there', async () => {
    await using world = await toolWorld()
    const { id } = outputOf(await world.call('set_reminder', remind, { userId: alice }))

    const answer = errorOf(await world.call('cancel_reminder', { id }))

    expect(answer).toBe(
      errorOf(await world.call('cancel_reminder', { id: 'r-none' })).replace('r-none', String(id)),
    )
    expect(await world.store.reminders.of(alice)).toHaveLength(1)
  })

  test('said already: it says so', async () => {
    await using world = await toolWorld()
    const { id } = outputOf(await world.call('set_reminder', remind))
    await world.store.reminders.fire((await world.store.reminders.find(String(id)))!, undefined, world.now)

    expect(errorOf(await world.call('cancel_reminder', { id }))).toMatch(/said already/)
  })
})
