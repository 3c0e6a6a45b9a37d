import {
  concerns,
  readOverview,
  serviceStates,
  type Instance,
  type OverviewPorts,
  SERVICES,
} from './overview.ts'

const depth = { waiting: 0, active: 0, delayed: 0, failed: 0 }
const an = (service: string, healthy = true): Instance => ({
  service,
  instance: `${service}-1`,
  startedAt: '',
  healthy,
})

const ports: OverviewPorts = {
  instances: async () => SERVICES.map((name) => an(name)),
  depths: async () => ({ wake: depth, reply: depth }),
  turnsSince: async () => ({ answered: 3 }),
  latestTurns: async () => [],
  waitingMessages: async () => 0,
  usageSince: async () => [],
  modelsSince: async () => [],
  promptSince: async () => [],
}
const read = (more: Partial<OverviewPorts> = {}) =>
  readOverview({ ...ports, ...more }, new Date(0), new Date(0))

describe('overview', () => {
  test('all is well: nothing to look at', async () => {
    expect(concerns(await read())).toEqual([])
  })

  test('the database does not answer: the rest is shown, and what is missing is named', async () => {
    const overview = await read({ latestTurns: () => Promise.reject(new Error('locked')) })

    expect(overview.turns).toBeUndefined()
    expect(overview.queues).toHaveLength(2)
    expect(concerns(overview)).toEqual(['The turns cannot be read.'])
  })

  test('a service is away, another unwell, jobs and turns failed: each is said', async () => {
    const overview = await read({
      instances: async () => SERVICES.slice(1).map((name) => an(name, name !== 'gateway')),
      depths: async () => ({ reply: { ...depth, failed: 1 }, run: { ...depth, failed: 2 } }),
      turnsSince: async () => ({ failed: 4 }),
    })

    expect(concerns(overview)).toEqual([
      'bot is not running.',
      'gateway is not well.',
      '1 failed job in “reply”.',
      '2 failed jobs in “run”.',
      '4 turns failed today.',
    ])
  })

  test('three agents and one of them unwell: the service is unwell', () => {
    const states = serviceStates([an('agent'), an('agent', false), an('agent')])

    expect(states.find(({ name }) => name === 'agent')).toMatchObject({
      state: 'unwell',
      instances: [{}, {}, {}],
    })
  })

  test('a service nobody knew of: shown after the known ones', () => {
    expect(serviceStates([an('coder')]).at(-1)).toMatchObject({ name: 'coder', state: 'up' })
  })
})
