import type { Incident } from '@aika/contracts'
import { AppError } from '@aika/errors'
import type { Completion } from './language-model.ts'
import { fileNameOf, handleIncident, type HandleIncidentPorts } from './handle-incident.ts'
import { tellTogether } from './tell-together.ts'

const never = new AbortController().signal
const hourMs = 3_600_000
let ids = 0
const anIncident = (more: Partial<Incident> = {}): Incident => ({
  incidentId: `e-${String(ids++).padStart(6, '0')}`,
  fingerprint: 'a'.repeat(16),
  at: Date.parse('2026-11-21T10:30:00Z'),
  service: 'bot',
  title: 'TypeError: it broke',
  report: '# TypeError: it broke\n',
  ...more,
})
const another = (index: number) => anIncident({ fingerprint: index.toString(16).padStart(16, '0') })

interface Kind {
  count: number
  toldAt?: Date
  toldCount: number
  lastId: string
  seenAt: number
}

/** The world in memory; `says` is what the model answers. */
function world(says: Completion | Error | 'never' = { kind: 'text', text: 'CAUSE: A list was empty.' }) {
  const state = { now: Date.parse('2026-11-21T10:30:05Z'), asked: 0, diskFull: false, isTurn: true }
  const kinds = new Map<string, Kind>()
  const files = new Map<string, string>()
  const messages: { matter: string; markdown: string }[] = []
  const troubles: unknown[] = []
  const incidents = {
    async note({ fingerprint, incidentId }: { fingerprint: string; incidentId: string }) {
      const kind = kinds.get(fingerprint) ?? { count: 0, toldCount: 0, lastId: '', seenAt: 0 }
      if (kind.lastId !== incidentId) kind.count++
      kinds.set(fingerprint, Object.assign(kind, { lastId: incidentId, seenAt: state.now }))
      const { count, toldAt, toldCount } = kind
      return { count, toldAt, toldCount, firstAt: new Date(0) }
    },
    async told(fingerprint: string, toldAt: Date) {
      const kind = kinds.get(fingerprint)!
      Object.assign(kind, { toldAt, toldCount: kind.count })
    },
    toldSince: async (since: Date) =>
      [...kinds.values()].filter(({ toldAt }) => toldAt && toldAt >= since).length,
    untold: async ({ toldBefore, seenBefore }: { toldBefore: Date; seenBefore: Date }) =>
      [...kinds]
        .filter(
          ([, { count, toldCount, toldAt, seenAt }]) =>
            count > toldCount && (!toldAt || toldAt <= toldBefore) && seenAt <= seenBefore.getTime(),
        ) // prettier-ignore
        .map(([fingerprint, kind]) => ({
          fingerprint,
          service: 'bot',
          title: 'x',
          missing: kind.count - kind.toldCount,
        })),
  }
  const ports: HandleIncidentPorts = {
    incidents,
    reports: {
      async keep(name, text) {
        if (state.diskFull) throw new Error('ENOSPC')
        if (!files.has(name)) files.set(name, text)
      },
      append: async (name, text) => void files.set(name, files.get(name)! + text),
    },
    triage: {
      model: {
        async complete(_model, _prompt, _caller, signal) {
          state.asked++
          if (says === 'never') {
            await new Promise((_, reject) =>
              signal.addEventListener('abort', () => reject(signal.reason as Error)),
            )
          }
          if (says instanceof Error) throw says
          return says as Completion
        },
      },
      modelName: 'openai/gpt-oss-120b',
      limitMs: 20,
      scrub: (text) => text.replaceAll('hunter2', '[secret]'),
      onTrouble: (error) => troubles.push(error),
    },
    admins: { tell: (matter, markdown) => void messages.push({ matter, markdown }) },
    clock: { now: () => new Date(state.now) },
    log: { error: () => undefined },
  }
  const handle = (incident: Incident) => handleIncident(ports, incident, never)
  const tellNow = () =>
    tellTogether({ incidents, admins: ports.admins, clock: ports.clock, isTurn: async () => state.isTurn })
  return { state, files, messages, troubles, kinds, ports, handle, tellNow }
}

describe('an incident', () => {
  test('its report is filed with the cause below, and admins hear of it with cause, id and file', async () => {
    const { handle, files, messages } = world()
    const incident = anIncident()

    await expect(handle(incident)).resolves.toEqual({ told: true })

    const name = `20261121-103000-${incident.incidentId}.md`
    expect(fileNameOf(incident)).toBe(name)
    expect(files.get(name)).toBe('# TypeError: it broke\n\n## Triage\n\nCAUSE: A list was empty.\n')
    expect(messages.map(({ markdown }) => markdown)).toEqual([
      [
        `**Something broke in bot** (\`${incident.incidentId}\`)`,
        '`TypeError: it broke`',
        'Likely cause: A list was empty.',
        `Report: \`error_reports/${name}\``,
      ].join('\n'),
    ])
  })

  test.each<[string, Completion | Error | 'never']>([
    ['is down', new AppError('summary_model_unavailable', 'no answer', { retryable: true })],
    ['has no quota left', new AppError('resting', 'x', { retryable: true, retryAfterMs: hourMs })],
    ['does not answer in time', 'never'],
    ['is gone', { kind: 'gone', reason: 'model_decommissioned' }],
    ['refuses', { kind: 'refused', reason: 'status 413' }],
    ['says too much', { kind: 'cut_off' }],
    ['says nothing', { kind: 'text', text: '' }],
    ['says garbage', { kind: 'text', text: '<think>CAUSE: of my thoughts' }],
  ])('the triage model %s: admins hear of it without a cause, the report stays', async (_what, says) => {
    const { handle, files, messages, troubles } = world(says)

    await expect(handle(anIncident())).resolves.toEqual({ told: true })

    expect(messages[0]!.markdown).toMatch(/^\*\*Something broke in bot\*\*/)
    expect(messages[0]!.markdown).not.toContain('cause')
    expect([...files.values()]).toEqual(['# TypeError: it broke\n'])
    expect(troubles).toHaveLength(1)
  })

  test.each([
    '**Cause.** A list was empty.',
    '## Root cause\n\nA list was empty.',
    '**CAUSE:** A list was empty.',
  ])('the model dresses its form up, %j: the cause is found', async (text) => {
    const { handle, messages } = world({ kind: 'text', text })

    await handle(anIncident())

    expect(messages[0]!.markdown).toContain('Likely cause: A list was empty.')
  })

  test('the disk is full: admins hear of it all the same', async () => {
    const { handle, state, messages } = world()
    state.diskFull = true

    await handle(anIncident())

    expect(messages[0]!.markdown).toContain('could not be written')
  })

  test('what the model says is scrubbed, and cannot dress up the message', async () => {
    const text = 'CAUSE: `hunter2` **is** wrong, see [here](https://evil.example/x) <b>now</b>'
    const { handle, files, messages } = world({ kind: 'text', text })

    await handle(anIncident({ title: 'Error: `code` in a title' }))

    expect(JSON.stringify([...files, ...messages])).not.toContain('hunter2')
    expect(messages[0]!.markdown).toContain('Likely cause: secret is wrong, see here b now /b')
    expect(messages[0]!.markdown).toContain("`Error: 'code' in a title`")
  })
})

describe('the same error again', () => {
  test('within the hour: filed and counted, no model is asked and nobody is told', async () => {
    const { handle, state, files, messages } = world()

    for (let times = 0; times < 30; times++) await handle(anIncident())

    expect(files.size).toBe(30)
    expect(messages).toHaveLength(1)
    expect(state.asked).toBe(1)
  })

  test('an hour later: admins hear how many there were', async () => {
    const { handle, state, messages } = world()
    for (let times = 0; times < 3; times++) await handle(anIncident())
    state.now += hourMs

    await handle(anIncident())

    expect(messages).toHaveLength(2)
    expect(messages[1]!.markdown).toContain('3 more since I last said so')
    expect(messages[1]!.matter).not.toBe(messages[0]!.matter)
  })

  test('the same job twice, the first time without being told: it counts once and its message has the same id', async () => {
    const { ports, kinds, messages } = world()
    const incident = anIncident()
    const dies = { ...ports.incidents, told: () => Promise.reject(new Error('killed')) }
    await expect(handleIncident({ ...ports, incidents: dies }, incident, never)).rejects.toThrow('killed')

    await handleIncident(ports, incident, never)

    expect([...kinds.values()]).toMatchObject([{ count: 1, toldCount: 1 }])
    expect(new Set(messages.map(({ matter }) => matter)).size).toBe(1)
  })
})

describe('many different errors', () => {
  test('five are told of, the rest becomes one line that hour, and the next hour begins anew', async () => {
    const { handle, tellNow, state, messages, files } = world()
    for (let index = 0; index < 40; index++) await handle(another(index))
    expect(messages).toHaveLength(5)
    expect(files.size).toBe(40)
    expect(state.asked).toBe(5)

    state.now += 600_000
    await expect(tellNow()).resolves.toBe(35)
    state.isTurn = false
    await handle(another(99))
    state.now += 600_000
    await expect(tellNow()).resolves.toBe(0)

    expect(messages).toHaveLength(6)
    expect(messages[5]!.markdown).toContain('35 more kinds of errors, 35 in all')
    state.now += hourMs
    await expect(handle(another(99))).resolves.toEqual({ told: true })
  })

  test('nothing was left out: nothing is summed up', async () => {
    const { handle, tellNow, state, messages } = world()
    await handle(anIncident())
    state.now += 2 * hourMs

    await expect(tellNow()).resolves.toBe(0)
    expect(messages).toHaveLength(1)
  })

  test('one that is being told right now is left alone', async () => {
    const { ports, tellNow } = world()
    await ports.incidents.note({ ...anIncident(), at: new Date() })

    await expect(tellNow()).resolves.toBe(0)
  })
})
