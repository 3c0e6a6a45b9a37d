import { botMetric, containersOf, everyServiceHealthy, killService } from './support/containers.ts'
import { fileOf } from './support/people-files.ts'
import { change, rows } from './support/stored.ts'
import { eventually } from './support/eventually.ts'
import { useStack } from './support/stack.ts'
import { control, peopleFrom, textsOf, type Message, type Person } from './support/telegram.ts'

const waits = /Waits for your answer/

describe('what needs a yes', () => {
  useStack()
  const newPerson = peopleFrom(1_345)

  /** Asks for a command that needs a yes and leaves a trace. */
  const asksToRun = (person: Person, word: string) =>
    person.asks(`run: rm -rf files/old; echo ${word} >> files/ran.txt; echo ${word}`, waits)

  test('a command that deletes → the card shows exactly what will run, nothing runs before the yes, once after it (F-PERM 2, 3)', async () => {
    const person = newPerson()
    const command = `rm -rf files/old; echo '<b>gone</b>' | tee -a files/ran.txt`

    const card = await person.asks(`run: ${command}`, waits)
    const before = await fileOf(person.id, 'files/ran.txt')
    await person.presses('✅ Approve', card.message_id)
    await person.hears(/I ran.*gone/, { after: card.message_id })

    const block = card.entities!.find(({ type }) => type === 'pre')!
    expect(card.text!.slice(block.offset, block.offset + block.length)).toBe(command)
    expect(labelsOf(card)).toEqual(['✅ Approve', '🚫 Deny', 'Always allow this'])
    expect(before).toBe('')
    expect(await fileOf(person.id, 'files/ran.txt')).toBe('<b>gone</b>\n')
    expect(await closed(person, card)).toMatch(/✅ Approved\.$/)
  })

  test('an overwrite → the card shows the difference; Deny leaves the file, Approve writes it (F-PERM 2, 3)', async () => {
    const person = newPerson()
    const path = 'files/shopping.md'
    await person.asks(`write ${path}: oat milk`, /I wrote/)

    const card = await person.asks(`write ${path}: soy milk`, waits)
    await person.presses('🚫 Deny', card.message_id)
    await person.hears(/You said no/)
    const kept = await fileOf(person.id, path)
    await person.saysYesTo(`write ${path}: soy milk`)
    await person.hears(/I wrote/, { after: card.message_id })

    expect(card.text).toMatch(/^-oat milk\n\+soy milk$/m)
    expect(kept).toBe('oat milk\n')
    expect(await closed(person, card)).toMatch(/🚫 Denied\. Nothing was done\.$/)
    expect(await fileOf(person.id, path)).toBe('soy milk\n')
  })

  test('nobody answers in time → the card says so, nothing is done, the turn ends in words; a late yes is refused (F-PERM 3)', async () => {
    const person = newPerson()
    const card = await asksToRun(person, 'too-late')
    const over = await pressesRefused('over')

    await change(
      `update Approval set expiresAt = '2026-01-01T00:00:00.000+00:00' where userId = ${person.id}`,
    )
    await person.hears(/Nobody said yes in time/)
    const shown = await closed(person, card)
    const late = await pressesForged(person, card, `ok:${approvalOf(card)}`)

    expect(shown).toMatch(/⌛ Expired: nobody answered in time\. Nothing was done\.$/)
    expect(late).toContain('Too late')
    expect(await fileOf(person.id, 'files/ran.txt')).toBe('')
    expect(await pressesRefused('over')).toBe(over + 1)
  })

  test('Always → exactly that is not asked for again, anything else is; taken back in /approvals it is asked again (F-PERM 3)', async () => {
    const person = newPerson()
    const card = await asksToRun(person, 'often')
    await person.presses('Always allow this', card.message_id)
    await person.hears(/I ran.*often/, { after: card.message_id })

    const again = 'run: rm -rf files/old; echo often >> files/ran.txt; echo often'
    await person.asks(again, /^I ran.*often/)
    const other = await asksToRun(person, 'seldom')
    await person.presses('🚫 Deny', other.message_id)
    const list = await person.asks('/approvals', /Always allowed/)
    await person.presses('Take back 1', list.message_id)
    await eventually('it is taken back', async () => {
      return (await person.asks('/approvals', /Always allowed/)).text?.includes('Nothing.')
    })
    await person.asks(again, waits)

    expect(await closed(person, card)).toMatch(/✅ Approved, and always for: .*rm -rf files\/old/s)
    expect(list.text).toContain('echo often')
    expect(await fileOf(person.id, 'files/ran.txt')).toBe('often\noften\n')
  })

  test('pressed by somebody else, forged, pressed again → refused, counted, and nothing runs but once (F-PERM 3)', async () => {
    const [person, attacker] = [newPerson(), newPerson()]
    await attacker.asks('/start', /Aika/)
    const card = await asksToRun(person, 'once')
    const data = `ok:${approvalOf(card)}`
    const [foreign, forged, over] = await Promise.all([
      pressesRefused('foreign'),
      pressesRefused('forged'),
      pressesRefused('over'),
    ])

    const theirs = await pressesForged(attacker, undefined, data)
    const invented = await pressesForged(person, card, 'ok:AAAAAAAAAAAAAAAA')
    const nonsense = await pressesForged(person, card, `ok:${'x'.repeat(40)}`)
    const before = await fileOf(person.id, 'files/ran.txt')
    await person.presses('✅ Approve', card.message_id)
    await person.hears(/I ran.*once/, { after: card.message_id })
    const replayed = await pressesForged(person, card, data)

    expect(theirs).toContain('not yours')
    expect([invented, nonsense]).not.toContain('Approved.')
    expect(replayed).toContain('already')
    expect(before).toBe('')
    expect(await fileOf(person.id, 'files/ran.txt')).toBe('once\n')
    expect(await pressesRefused('foreign')).toBe(foreign + 1)
    expect(await pressesRefused('forged')).toBe(forged + 2)
    expect(await pressesRefused('over')).toBe(over + 1)
  })

  test('kill -9 of agent, bot and Redis while the card is open → the yes still counts, and the command runs once (F-PERM 3, F-CHAT 8)', async () => {
    const person = newPerson()
    const card = await asksToRun(person, 'survived')

    await Promise.all((['agent', 'bot', 'redis'] as const).map(killService))
    await everyServiceHealthy()
    await person.presses('✅ Approve', card.message_id)
    await person.hears(/I ran.*survived/, { after: card.message_id })

    expect(await fileOf(person.id, 'files/ran.txt')).toBe('survived\n')
    expect(await closed(person, card)).toMatch(/✅ Approved\.$/)
    expect(textsOf(await person.heard()).filter((text) => text.startsWith('I ran'))).toHaveLength(1)
  })

  test('kill -9 of the agent right after the yes → the command runs once (F-PERM 3, F-CHAT 8)', async () => {
    const person = newPerson()
    const card = await asksToRun(person, 'after-all')

    await person.presses('✅ Approve', card.message_id)
    await killService('agent')
    await person.hears(/I ran.*after-all/, { after: card.message_id })

    expect(await fileOf(person.id, 'files/ran.txt')).toBe('after-all\n')
  })

  test('more open cards than an agent has workers → everybody is answered meanwhile, in the same chat too (F-PERM 3)', async () => {
    const waiting = Array.from({ length: 24 }, newPerson)
    const cards = await Promise.all(waiting.map((person) => asksToRun(person, `word-${person.id}`)))

    const [first] = waiting
    await first!.asks('are you still there', /You said/)
    await newPerson().asks('and for me', /You said/)
    const parked = await rows(`select id from Turn where status = 'parked' and userId in (${ids(waiting)})`)
    for (const [at, person] of waiting.entries()) await person.presses('✅ Approve', cards[at]!.message_id)
    await Promise.all(waiting.map((person) => person.hears(new RegExp(`I ran.*word-${person.id}`))))

    expect(await containersOf('agent')).toHaveLength(1)
    expect(parked).toHaveLength(waiting.length)
  })

  test('the model looks into the shared folder by itself → it is asked for; asked for in one’s own words, it is not (F-PERM 1)', async () => {
    const person = newPerson()
    const calls = [{ name: 'file_list', args: { location: 'shared' } }]
    const script = { match: `curious ${person.id}`, replies: [{ calls }, { text: 'so it is' }] }
    await control('POST', 'gemini/scripts', script)

    const card = await person.asks(`be curious ${person.id}`, waits)
    await person.presses('🚫 Deny', card.message_id)
    await person.hears(/so it is/)
    const listed = await person.asks('list the shared files', /shared/)

    expect(card.text).toContain('Your message did not ask for the shared folder.')
    expect(listed.text).not.toMatch(waits)
  })
})

const pressesRefused = (reason: string) => botMetric('aika_bot_presses_refused_total', { reason })
const ids = (people: Person[]) => people.map(({ id }) => id).join(',')

const labelsOf = ({ reply_markup: markup }: Message) =>
  (markup?.inline_keyboard ?? []).flat().map(({ text }) => text)

function approvalOf({ reply_markup: markup }: Message): string {
  return markup!.inline_keyboard!.flat()[0]!.callback_data!.split(':')[1]!
}

/** What a card says once its buttons are gone. */
function closed(person: Person, card: Message): Promise<string> {
  return eventually(`the card ${card.message_id} of ${person.id} is closed`, async () => {
    const now = (await person.heard()).find(({ message_id: id }) => id === card.message_id)
    return now && labelsOf(now).length === 0 && now.text
  })
}

/** Presses a button that is not there. @returns what the presser is told. */
async function pressesForged({ id }: Person, card: Message | undefined, data: string): Promise<string> {
  const press = { userId: id, messageId: card?.message_id, data, forged: true }
  const { callbackQueryId } = await control<{ callbackQueryId: string }>('POST', 'telegram/presses', press)
  return eventually('the press is answered', async () => {
    const answer = await control<{ answered: boolean; text?: string }>(
      'GET',
      `telegram/callbacks/${callbackQueryId}`,
    )
    return answer.answered && (answer.text ?? 'nothing')
  })
}
