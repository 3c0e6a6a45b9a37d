import { isSecret, Sessions } from './sessions.ts'

function someSessions() {
  const clock = { nowMs: 0 }
  return { clock, sessions: new Sessions({ lifeMs: 1_000, now: () => clock.nowMs }) }
}

describe('sessions', () => {
  test('signed in: open, and each use keeps it so', () => {
    const { sessions, clock } = someSessions()
    const id = sessions.open()

    clock.nowMs = 900
    expect(sessions.isOpen(id)).toBe(true)
    clock.nowMs = 1_800
    expect(sessions.isOpen(id)).toBe(true)
  })

  test('nobody looked for long enough: over', () => {
    const { sessions, clock } = someSessions()
    const id = sessions.open()

    clock.nowMs = 1_000

    expect(sessions.isOpen(id)).toBe(false)
    clock.nowMs = 0
    expect(sessions.isOpen(id)).toBe(false)
  })

  test('signed out: over at once', () => {
    const { sessions } = someSessions()
    const id = sessions.open()

    sessions.close(id)

    expect(sessions.isOpen(id)).toBe(false)
  })

  test.each([undefined, '', 'made-up'])('%p: nobody', (id) => {
    const { sessions } = someSessions()
    sessions.open()

    expect(sessions.isOpen(id)).toBe(false)
  })

  test('very many sign-ins: the oldest end, the newest stand', () => {
    const { sessions } = someSessions()
    const ids = Array.from({ length: 201 }, () => sessions.open())

    expect(sessions.isOpen(ids[0])).toBe(false)
    expect(sessions.isOpen(ids.at(-1))).toBe(true)
  })
})

test.each([
  ['sesame', true],
  ['sesam', false],
  ['', false],
  [undefined, false],
  [['sesame'], false],
])('the secret is “sesame”, shown is %p: %p', (shown, expected) => {
  expect(isSecret('sesame', shown)).toBe(expected)
})
