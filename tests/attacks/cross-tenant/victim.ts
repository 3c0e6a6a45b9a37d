import { garbleTurn } from '../../e2e/support/break-turn.ts'
import { rows } from '../../e2e/support/stored.ts'
import { eventually } from '../../e2e/support/eventually.ts'
import { control, type Message, type Person } from '../../e2e/support/telegram.ts'
import { Canaries } from './canaries.ts'

/** Somebody with a canary in every place where something of theirs may lie, and the names by which one may ask for it. */
export interface Victim extends Person {
  canaries: Canaries
  /** Below their folder. */
  attachment: string
  log: string
  noteId: string
  reminderId: string
  taskId: string
  answeredTurn: string
  /** Of that turn: what `memory_search` reads one whole by. */
  answeredNumber: number
  brokenTurn: string
  endlessTurn: string
  /** Whose card is open. */
  parkedTurn: string
  approvalId: string
  grantId: string
  card: Message
}

/** A turn that answers exactly this. */
export async function scripted(match: string, ...replies: object[]): Promise<void> {
  await control('POST', 'gemini/scripts', { match, replies })
}

type Of = (place: string) => string

/** Lives a day as a person whose data others are after. */
export async function livesAsVictim(person: Person): Promise<Victim> {
  const canaries = new Canaries()
  const of: Of = (place) => canaries.of(place)
  await talks(person, of)
  await keepsFiles(person, of)
  await person.asks(`/remind tomorrow 9am ${of('reminder')}`, /I will remind you/)
  await person.asks(`every day at 7:00 do: ${of('task')}`, /I will do that/)
  await person.asks(`run: seq 1 3000; echo ${of('run')}`, /I ran/)
  await person.saysYesTo(`run: rm -rf files/none; echo ${of('once')}`)
  await grants(person, of('grant'))
  await person.asks(`keep running: echo ${of('endless')}`, /twice in a row/)
  await person.says(`run: sleep 6; echo ${of('broken')}`)
  await garbleTurn(person, 1, of('garbage'))
  await person.hears(/Report e-/)
  await eventually('an exchange became a sentence', async () => {
    const told = `select id from Turn where userId = ${person.id} and sentence like '%${of('sentence')}%'`
    return (await rows(told)).length > 0
  })
  const card = await opensCard(person, of('card'))
  await sends(person, `${of('pending')}.md`, 'it waits for words')
  return { ...person, canaries, card, ...(await namesOf(person, of)) }
}

/** The same person with an open card: the one they have, or a new one. */
export async function withNewCard(victim: Victim): Promise<Victim> {
  const open = `select id from Approval where id = '${victim.approvalId}' and state = 'asked'`
  if ((await rows(open)).length > 0) return victim
  const of: Of = (place) => victim.canaries.of(place)
  const card = await opensCard(victim, of('card'))
  return { ...victim, card, ...(await namesOf(victim, of)) }
}

/** Leaves a question open whose yes writes the word into `files/ran.txt`. */
export function opensCard(person: Person, word: string): Promise<Message> {
  return person.asks(`run: rm -rf files/old; echo ${word} >> files/ran.txt; echo ${word}`, /Waits for your/)
}

async function talks(person: Person, of: Of): Promise<void> {
  const question = `what do you think of ${of('question')} ${'and of what was said about it '.repeat(8)}`
  await control('POST', 'groq/scripts', {
    match: of('question'),
    replies: [{ text: `The user spoke of ${of('sentence')}.` }],
  })
  await scripted(of('question'), { text: `Much of ${of('answer')}.` })
  await person.asks(question, /Much of/)
  await person.asks(`remember: ${of('note')}`, /note|remember/i)
}

async function keepsFiles(person: Person, of: Of): Promise<void> {
  await person.asks(`write files/diary.txt: ${of('file')}`, /I wrote/)
  await person.asks(`write files/${of('name')}.txt: a name may tell enough`, /I wrote/)
  await sends(person, 'letter.md', of('attachment'))
  await sends(person, `${of('sent')}.md`, 'a name may tell enough')
}

/** A file without words. */
async function sends(person: Person, name: string, text: string): Promise<void> {
  await person.sends({ name, mime: 'text/markdown', bytes: Buffer.from(text) })
  const ready = `select id from Attachment where userId = ${person.id} and state = 'ready' and name = '${name}'`
  await eventually('the file is kept', async () => (await rows(ready)).length > 0)
}

async function grants(person: Person, word: string): Promise<void> {
  const card = await person.asks(`run: rm -rf files/none; echo ${word}`, /Waits for your answer/)
  await person.presses('Always allow this', card.message_id)
  await person.hears(/I ran/, { after: card.message_id })
}

async function namesOf({ id }: Person, of: Of) {
  const one = async (select: string) => (await rows<{ name: string }>(select))[0]!.name
  const turn = (word: string, status = 'answered') =>
    one(`select id name from Turn where userId = ${id} and status = '${status}' and text like '%${word}%'`)
  const answered = `select number from Turn where userId = ${id} and text like '%${of('question')}%'`
  const mine = (what: string, table: string) => `select ${what} name from ${table} where userId = ${id}`
  const ranTurn = await turn(of('run'))
  return {
    attachment: await one(`${mine('path', 'Attachment')} and name = 'letter.md'`),
    log: `logs/${ranTurn}-1.txt`,
    noteId: await one(mine('id', 'Note')),
    reminderId: await one(`${mine('id', 'Reminder')} and kind = 'message'`),
    taskId: await one(`${mine('id', 'Reminder')} and kind = 'task'`),
    answeredTurn: await turn(of('question')),
    answeredNumber: (await rows<{ number: number }>(answered))[0]!.number,
    brokenTurn: await turn(of('broken'), 'failed'),
    endlessTurn: await turn(of('endless')),
    parkedTurn: await turn(of('card'), 'parked'),
    approvalId: await one(`${mine('id', 'Approval')} and state = 'asked'`),
    grantId: await one(mine('id', '"Grant"')),
  }
}
