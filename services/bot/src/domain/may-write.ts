import { words } from './words.ts'

type Taken = { ok: true } | { ok: false; retryAfterSeconds: number }

export interface MayWritePorts {
  limits: { take(userId: number, what: 'messages' | 'bytes', amount?: number): Promise<Taken> }
  /** Short-lived notes that all replicas share; without Redis there are none. */
  marks: {
    /** Keeps `value` unless there is one. @returns what is kept now. */
    keep(name: string, value: string, seconds: number): Promise<string>
    read(name: string): Promise<string | undefined>
  }
  answers: { say(notice: { replyId: string; chatId: number; markdown: string }): Promise<void> }
}

export interface Writing {
  updateKey: string
  chatId: number
  userId: number
  /** Of a file that comes with it. */
  bytes?: number | undefined
  /** However many updates an album comes as, it is one message. */
  albumId?: string | undefined
}

/** Telegram delivers an update for a day. */
const verdictSeconds = 25 * 3_600
/** All parts of an album have come by then. */
const albumSeconds = 10 * 60
/** One kind word in this time, however much comes. */
const wordSeconds = 60

/**
 * Whether a person's message may be taken in. One over the limit is answered with a word on when to go on, though not
 * each of many. An update that comes again is neither counted nor judged again.
 */
export async function mayWrite(ports: MayWritePorts, writing: Writing): Promise<boolean> {
  const name = `verdict:${writing.updateKey}`
  const known = await ports.marks.read(name)
  if (known === 'in') return true
  const taken = known === undefined ? await takeAll(ports, writing) : ({ ok: false } as const)
  const verdict = await ports.marks.keep(name, taken.ok ? 'in' : 'out', verdictSeconds)
  if (verdict === 'in') return true
  await sayOnce(ports, writing, 'retryAfterSeconds' in taken ? taken.retryAfterSeconds : 1)
  return false
}

async function takeAll(ports: MayWritePorts, writing: Writing): Promise<Taken> {
  const message = await takeMessage(ports, writing)
  const { bytes, userId } = writing
  if (!message.ok || bytes === undefined) return message
  return ports.limits.take(userId, 'bytes', Math.max(1, bytes))
}

async function takeMessage({ limits, marks }: MayWritePorts, writing: Writing): Promise<Taken> {
  const { userId, chatId, albumId } = writing
  if (!albumId) return limits.take(userId, 'messages')
  const name = `album:${chatId}:${albumId}`
  const known = await marks.read(name)
  if (known !== undefined) return known === 'in' ? { ok: true } : { ok: false, retryAfterSeconds: 1 }
  const taken = await limits.take(userId, 'messages')
  await marks.keep(name, taken.ok ? 'in' : 'out', albumSeconds)
  return taken
}

async function sayOnce({ marks, answers }: MayWritePorts, writing: Writing, seconds: number): Promise<void> {
  const { updateKey, userId, chatId } = writing
  // The first one that is refused says it; and says it again, under the same id, should it not have come to an end.
  if ((await marks.keep(`told:${userId}`, updateKey, wordSeconds)) !== updateKey) return
  await answers.say({ replyId: `notice-limit-${updateKey}`, chatId, markdown: words.slower(seconds) })
}
