import { garbleTurn } from './support/break-turn.ts'
import { restartService } from './support/containers.ts'
import { fileOf, reportOf } from './support/people-files.ts'
import { change, redis, rows } from './support/stored.ts'
import { eventually } from './support/eventually.ts'
import { canary, useStack } from './support/stack.ts'
import { control, peopleFrom, person as personOf, textsOf, type Person } from './support/telegram.ts'

/** In the shape of a bot's token; nobody's. */
const token = '7345678901:AAFakeFakeFakeFakeFakeFakeFakeFakeFake'
const triageModel = 'openai/gpt-oss-120b'
/** Triage gets 20 s. */
const afterTriageMs = 50_000

/** As if nothing of the kind had ever broken: admins are told once an hour of each kind. */
async function forgetKinds(): Promise<void> {
  await change('delete from IncidentKind')
  await change(`delete from Delivery where replyId glob 'notice-incident-*'`)
  const jobs = (await redis('--scan', '--pattern', 'bull:reply:notice-incident-*'))
    .split('\n')
    .filter(Boolean)
  if (jobs.length > 0) await redis('del', ...jobs)
}

/** @returns the report's id, as the person is told. */
async function breaksFor(person: Person): Promise<string> {
  await person.says(`run: sleep 2 # ${token}`)
  await garbleTurn(person, 1, `${token} ${canary}`)
  const told = await person.hears(/Something went wrong/)
  return idIn(told.text)
}

const idIn = (text = '') => /\be-[a-z0-9]{6}\b/.exec(text)![0]

describe('something breaks for good', () => {
  useStack()
  const newPerson = peopleFrom(1_182)
  const admin = personOf(1_001)
  let before = 0

  // It tells of equal errors a few times a minute, and other files break turns in the same way.
  beforeAll(() => restartService('agent'))

  beforeEach(async () => {
    await forgetKinds()
    before = (await admin.heard()).at(-1)?.message_id ?? 0
  })

  const toldAdmins = async () =>
    textsOf((await admin.heard()).filter(({ message_id: id }) => id > before)).filter((text) =>
      text.startsWith('Something broke'),
    )

  test('a plain word with an id and [Retry]; a report with our own lines and no secret; admins hear the likely cause (F-ERR)', async () => {
    const person = newPerson()

    const id = await breaksFor(person)
    const said = await person.hears(/Something went wrong/)
    const told = await admin.hears(/Something broke/, { after: before })

    expect(said.text).toBe(
      `Something went wrong on my side, and I could not finish this. Please try again in a little while. Report ${id} went to the admins.`,
    )
    expect(said.reply_markup?.inline_keyboard?.flat().map(({ text }) => text)).toEqual(['Retry'])
    expect(told.text).toMatch(new RegExp(`^Something broke in agent \\(${id}\\)\n`))
    expect(told.text).toMatch(/\nLikely cause: .*services\/agent\/src\/[\w/-]+\.ts:\d+/)
    expect(told.text).toMatch(new RegExp(`\nReport: error_reports/[\\d-]+-${id}\\.md$`))

    const report = await reportOf(id)
    expect(report).toMatch(/## services\/agent\/src\/domain\/transcript\.ts:\d+ in readTranscript\n/)
    expect(report).toMatch(/\n> \d+ +throw new AppError\('bad_record'/)
    expect(report).toMatch(/## services\/agent\/src\/domain\/run-turn\.ts:\d+ in runTurn\n/)
    expect(report).toContain(`- userId: ${person.id}`)
    expect(report).toContain('## Triage')
    for (const secret of [token, canary]) expect(report).not.toContain(secret)
  })

  test('the same breaks twice → two reports, one message to admins (F-ERR)', async () => {
    const [one, other] = [newPerson(), newPerson()]

    const ids = [await breaksFor(one)]
    await admin.hears(/Something broke/, { after: before })
    ids.push(await breaksFor(other))
    await eventually('the second one is filed', async () => (await reportOf(ids[1]!)) !== '')
    const counted = `select count from IncidentKind where lastId = '${ids[1]}'`
    await eventually('it is counted', async () => (await rows<{ count: number }>(counted))[0]?.count === 2)
    await admin.asks('/help', /What I can do/)

    expect(new Set(ids).size).toBe(2)
    expect(await toldAdmins()).toHaveLength(1)
  })

  test.each([
    ['down', { kind: 'status', status: 503 }],
    ['silent', { kind: 'hang' }],
  ])(
    'triage is %s → the person hears at once, others go on, admins are told without a cause (F-ERR)',
    async (_how, fault) => {
      const [person, other] = [newPerson(), newPerson()]
      await control('POST', 'faults', { party: 'groq', model: triageModel, ...fault })

      const id = await breaksFor(person)
      await person.asks('are you there', /You said/)
      await other.asks('and for me', /You said/)
      const told = await admin.hears(/Something broke/, { after: before, timeoutMs: afterTriageMs })

      expect(told.text).toContain(id)
      expect(told.text).not.toContain('Likely cause')
      expect(await reportOf(id)).toContain('services/agent/src/')
    },
  )

  test('[Retry] → goes on from its record: a finished command is not run again (F-ERR, F-CHAT 8)', async () => {
    const person = newPerson()
    const command = (cmd: string) => ({ calls: [{ name: 'run_shell', args: { cmd } }] })
    const replies = [
      command('echo once >> files/first.txt'),
      command('echo once >> files/second.txt; sleep 3'),
      { text: 'Both are done.' },
    ]
    await control('POST', 'gemini/scripts', { match: 'do both', replies })
    await person.says('please do both')
    const garbage = await garbleTurn(person, 3)
    const failed = await person.hears(/Something went wrong/)
    await garbage.remove()

    await person.presses('Retry', failed.message_id)
    await person.hears(/^Both are done\./)

    expect(failed.text).toContain('Done so far:')
    expect(await fileOf(person.id, 'files/first.txt')).toBe('once\n')
    expect(await fileOf(person.id, 'files/second.txt')).toBe('once\n')
    expect(await rows(`select status, attempt from Turn where id = '${garbage.turnId}'`)).toEqual([
      { status: 'answered', attempt: 1 },
    ])
  })

  test('[Retry] while it is still broken → the same word, a report, and [Retry] again (F-ERR)', async () => {
    const person = newPerson()
    const first = await breaksFor(person)
    const failed = await person.hears(/Something went wrong/)

    await person.presses('Retry', failed.message_id)
    const again = await person.hears(/Something went wrong/, { after: failed.message_id })

    // In a flood of equal ones the person is given the report that admins have already.
    for (const id of [first, idIn(again.text)])
      await eventually('its report is filed', async () => (await reportOf(id)) !== '')
    expect(again.reply_markup?.inline_keyboard?.flat().map(({ text }) => text)).toEqual(['Retry'])
  })
})
