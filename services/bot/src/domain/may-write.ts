import { words } from './words.ts'

type Taken = { ok: true } | { ok: false; retryAfterSeconds: number }

export interface MayWritePorts {
  limits: {
    /** @param once - names what is taken for: the same again takes nothing and has the same outcome. */
    take(userId: number, what: 'messages' | 'bytes', amount: number, once: string): Promise<Taken>
  }
  /** Short-lived notes that all replicas share; without Redis there are none. */
  marks: {
    /** Keeps `value` unless there is one. @returns what is kept now. */
    keep(name: string, value: string, seconds: number): Promise<string>
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

/** One kind word in this time, however much comes. */
const wordSeconds = 60

/**
 * Whether a person's message may be taken in. One over the limit is answered with a word on when to go on, though not
 * each of many. An update that comes again is neither counted nor judged again, and an album is one message, in or out as
 * a whole.
 */
export async function mayWrite(ports: MayWritePorts, writing: Writing): Promise<boolean> {
  const taken = await takeAll(ports, writing)
  if (taken.ok) return true
  await sayOnce(ports, writing, taken.retryAfterSeconds)
  return false
}

async function takeAll({ limits }: MayWritePorts, writing: Writing): Promise<Taken> {
  const { bytes, userId, updateKey, chatId, albumId } = writing
  const message = await limits.take(userId, 'messages', 1, albumId ? `album:${chatId}:${albumId}` : updateKey)
  if (!message.ok || bytes === undefined) return message
  return limits.take(userId, 'bytes', Math.max(1, bytes), updateKey)
}

async function sayOnce({ marks, answers }: MayWritePorts, writing: Writing, seconds: number): Promise<void> {
  const { updateKey, userId, chatId } = writing
  // The first one that is refused says it; and says it again, under the same id, should it not have come to an end.
  if ((await marks.keep(`told:${userId}`, updateKey, wordSeconds)) !== updateKey) return
  await answers.say({ replyId: `notice-limit-${updateKey}`, chatId, markdown: words.slower(seconds) })
}
