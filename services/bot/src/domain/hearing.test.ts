import { Hearing } from './hearing.ts'
import { failureOf, TelegramFailure } from './telegram.ts'

const offline = new TelegramFailure('unreachable', 'getUpdates: ECONNREFUSED')
const conflict = failureOf(409, 'getUpdates: Conflict: terminated by other getUpdates request')
const webhook = failureOf(409, "getUpdates: Conflict: can't use getUpdates method while webhook is active")
const minute = 60_000

function openHearing() {
  const clock = { now: 0 }
  const hearing = new Hearing({ now: () => clock.now, worthTellingMs: minute, silenceMs: 80_000 })
  return { clock, hearing }
}

describe('F-CHAT-10 hearing Telegram', () => {
  test('ten minutes without network: told once, when it is over, with the length', () => {
    const { clock, hearing } = openHearing()
    for (clock.now = 5_000; clock.now < 10 * minute; clock.now += 5_000) hearing.trouble(offline)
    clock.now = 10 * minute

    expect(hearing.heard()).toBe(10 * minute)
    expect(hearing.heard()).toBeUndefined()
    expect(hearing.silentMs).toBe(0)
  })

  test('a minute of it, or a poll that was only held long, is nothing to tell', () => {
    const { clock, hearing } = openHearing()
    clock.now = 30_000
    hearing.trouble(offline)
    clock.now = minute
    expect(hearing.heard()).toBeUndefined()

    clock.now += 5 * minute
    expect(hearing.heard()).toBeUndefined()
  })

  test('a second poller: told at once, again only after ten minutes, and unwell until it stops', () => {
    const { clock, hearing } = openHearing()

    expect(hearing.trouble(conflict)).toEqual({ blockage: 'second_poller', isToBeTold: true })
    expect(hearing.problem).toMatch(/second_poller/)
    clock.now = 9 * minute
    hearing.heard()
    expect(hearing.problem).toBeUndefined()
    expect(hearing.trouble(conflict).isToBeTold).toBe(false)
    clock.now = 10 * minute
    expect(hearing.trouble(conflict).isToBeTold).toBe(true)
  })

  test.each([
    ['a webhook in the way', webhook, 'webhook'],
    ['a refused token', failureOf(401, 'getUpdates: Unauthorized'), 'bad_token'],
    ['a token that never was', failureOf(404, 'getUpdates: Not Found'), 'bad_token'],
    ['no network', offline, undefined],
    ['an outage', failureOf(502, 'getUpdates: Bad Gateway'), undefined],
    ['anything else', new Error('what?'), undefined],
  ])('%s is known for what it is', (_what, error, blockage) => {
    expect(openHearing().hearing.trouble(error)).toEqual({ blockage, isToBeTold: blockage !== undefined })
  })

  test('one blockage is told although another was told a moment ago', () => {
    const { hearing } = openHearing()
    hearing.trouble(conflict)

    expect(hearing.trouble(webhook)).toEqual({ blockage: 'webhook', isToBeTold: true })
  })

  test('polls that neither come back nor fail make it unwell', () => {
    const { clock, hearing } = openHearing()
    clock.now = 80_000
    expect(hearing.problem).toBeUndefined()
    clock.now = 80_001
    expect(hearing.problem).toMatch(/not answered/)

    hearing.begin()
    expect(hearing.problem).toBeUndefined()
  })
})
