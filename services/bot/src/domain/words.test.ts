import { FailureCode } from '@aika/contracts'
import { statusText } from './status-text.ts'
import { failureOf } from './telegram.ts'
import { duration, size, wordsOf } from './words.ts'

describe('words', () => {
  test.each(FailureCode.options)('the failure %s is told in plain words, without its code', (code) => {
    const text = wordsOf({ kind: 'failure', code, done: ['made a file'], retryAfterSeconds: 120 })

    expect(text).toMatch(/^[A-Z][^_]+[.]/)
    expect(text).toContain('- made a file')
  })

  test.each([
    [0.2, '1 s'],
    [45, '45 s'],
    [150, '3 min'],
    [3_600, '1 h'],
    [7_500, '2 h 5 min'],
    [200_000, '2 d 7 h'],
    [172_800, '2 d'],
  ])('%d seconds are %s', (seconds, text) => expect(duration(seconds)).toBe(text))

  test.each([
    [0, '0 B'],
    [812, '812 B'],
    [4_200_000, '4.2 MB'],
    [123_456, '123 kB'],
  ])('%d bytes are %s', (bytes, text) => expect(size(bytes)).toBe(text))
})

describe('/status', () => {
  const now = new Date('2026-11-21T12:00:00Z')

  test('names services that do not run, instances, and queues that hold something', () => {
    const startedAt = new Date('2026-11-21T10:00:00Z')
    const agent = { service: 'agent', startedAt, healthy: true }
    const text = statusText(
      {
        services: [agent, agent, { service: 'bot', startedAt, healthy: false }],
        queues: {
          wake: { waiting: 2, active: 1, delayed: 0, failed: 0 },
          housekeeping: { waiting: 0, active: 0, delayed: 7, failed: 0 },
        },
        disk: { bytes: 1_500, entries: 3, complete: true },
        quota: 1_000_000,
        sandboxes: [{ state: 'ready' }, { state: 'running' }, { state: 'ended' }],
        tokensToday: 12_345,
        pausedSince: undefined,
      },
      now,
    )

    expect(text).toContain('🟢 agent ×2: up 2 h')
    expect(text).toContain('🟠 bot: up 2 h, unwell')
    expect(text).toContain('🔴 executor: not running')
    expect(text).toContain('wake: 2 waiting, 1 active')
    expect(text).toContain('housekeeping: 7 for later')
    expect(text).toContain('1.5 kB of 1.0 MB (0 %), 3 files and folders')
    expect(text).toContain('**Your commands:** 1 running, 1 sandbox ready\n')
    expect(text).toContain('12,345')
  })

  test('says loudly that everything is paused, and what a service tells of itself', () => {
    const text = statusText(
      {
        services: [{ service: 'executor', startedAt: now, healthy: true, about: 'runtime runsc' }],
        queues: {},
        disk: { bytes: 900, entries: 3, complete: false },
        quota: 1_000,
        sandboxes: [],
        tokensToday: 0,
        pausedSince: new Date(now.getTime() - 120_000),
      },
      now,
    )

    expect(text).toMatch(/^🛑 \*\*PAUSED by an admin 2 min ago/)
    expect(text).toContain('🟢 executor: up 1 s, runtime runsc')
    expect(text).toContain('**Your commands:** none running\n')
    expect(text).toContain('more than 900 B of 1.0 kB (90 %), 3 files and folders')
  })

  test('says so where something could not be found out', () => {
    const text = statusText(
      {
        services: undefined,
        queues: undefined,
        disk: undefined,
        quota: 1_000_000,
        sandboxes: undefined,
        tokensToday: undefined,
        pausedSince: undefined,
      },
      now,
    )

    expect(text.match(/unknown/g)).toHaveLength(5)
  })
})

test.each([
  [429, 'Too Many Requests: retry after 3', 'flood'],
  [403, 'Forbidden: bot was blocked by the user', 'gone'],
  [400, 'Bad Request: chat not found', 'gone'],
  [400, "Bad Request: can't parse entities: x", 'format'],
  [400, 'Bad Request: message is too long', 'refused'],
  [502, 'Bad Gateway', 'unreachable'],
  [401, 'Unauthorized', 'unreachable'],
])('%d %s is %s', (code, description, kind) => {
  expect(failureOf(code, description).kind).toBe(kind)
})
