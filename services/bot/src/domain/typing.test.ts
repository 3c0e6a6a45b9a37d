import { Typing } from './typing.ts'

function openTyping() {
  const shownAt: number[] = []
  const timers = new Map<number, () => void>()
  let now = 0
  const typing = new Typing({
    show: () => void shownAt.push(now),
    now: () => now,
    after(ms, wake) {
      const at = now + ms
      timers.set(at, wake)
      return () => timers.delete(at)
    },
  })
  /** Lets time pass, and whatever it wakes happen. */
  const until = (time: number) => {
    for (const [at, wake] of timers) {
      if (at > time) continue
      now = at
      timers.delete(at)
      wake()
    }
    now = time
  }
  return { typing, shownAt, until, timers }
}

describe('typing', () => {
  test('work that is heard of at any pace leaves no gap of 5 s', () => {
    const { typing, shownAt, until } = openTyping()

    for (const time of [0, 500, 3_400, 7_000, 9_000]) {
      until(time)
      typing.touch(1)
    }

    expect(shownAt).toEqual([0, 3_500, 7_000])
  })

  test('nothing more is heard, or a message ended it: it is not renewed', () => {
    const { typing, shownAt, until, timers } = openTyping()
    typing.touch(1)
    typing.touch(1)
    typing.ended(1)

    until(60_000)

    expect(shownAt).toEqual([0])
    expect(timers.size).toBe(0)
  })
})
