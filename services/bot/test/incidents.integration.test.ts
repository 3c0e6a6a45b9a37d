import { incidentQueue, type Incident } from '@aika/contracts'
import { AppError } from '@aika/errors'
import { consume } from '@aika/queue'
import { useRedis } from '@aika/queue/testing'
import { openWorld, quiet, ray, Signals, until } from './world.ts'

/** Never whole in this file, whose lines may be in reports. */
const words = ['my dia', 'ry of today'].join('')

describe('bot, when something breaks', () => {
  const redis = useRedis()

  test('a message that cannot be taken in: admins get a report without its words, the person its id', async () => {
    await using world = await openWorld(redis.connection)
    const incidents = new Signals<Incident>()
    const note = async (incident: Incident) => (incidents.push(incident), { told: false })
    await using _summarizer = consume(incidentQueue, note, {
      connection: redis.connection,
      concurrency: 1,
      log: quiet,
    })
    const store = {
      ...world.store,
      inbox: { ...world.store.inbox, add: () => Promise.reject(new TypeError('a bug of ours')) },
    }
    await using _bot = await world.startBot(store)

    world.standIns.telegram.sendText(ray, words)

    const [incident] = await incidents.first(1)
    expect(incident).toMatchObject({ service: 'bot', title: 'TypeError: a bug of ours', userId: ray })
    expect(incident!.report).toContain('- what: update')
    expect(JSON.stringify(incident)).not.toContain(words)
    const said = () => JSON.stringify(world.standIns.journal.entries({ method: 'sendMessage' }))
    await until(() => said().includes(incident!.incidentId))
  })

  test('a reply that cannot be sent for good: admins get a report', async () => {
    await using world = await openWorld(redis.connection)
    const incidents = new Signals<Incident>()
    const note = async (incident: Incident) => (incidents.push(incident), { told: false })
    await using _summarizer = consume(incidentQueue, note, {
      connection: redis.connection,
      concurrency: 1,
      log: quiet,
    })
    const deliveries = { ...world.store.deliveries }
    for (const name of Object.keys(deliveries)) {
      const fail = () => Promise.reject(new AppError('a_bug', 'of ours', { retryable: false }))
      Object.assign(deliveries, { [name]: fail })
    }
    await using _bot = await world.startBot({ ...world.store, deliveries })

    await world.reply({ replyId: 'reply-tg-1-1', body: { kind: 'notice', markdown: words } })

    const [incident] = await incidents.first(1)
    expect(incident!.report).toContain('- queue: reply')
    expect(JSON.stringify(incident)).not.toContain(words)
  })
})
