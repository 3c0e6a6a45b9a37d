import { download, journal, type JournalEntry, type Message } from '../../e2e/support/telegram.ts'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { unzip } from '../../../services/scheduler/test/look-everywhere.ts'

/** Something of one person's that came where another may see it. */
export interface Leak {
  /** Of the call, in the order of all calls to the outside. */
  seq: number
  /** What leaked: the place it was kept in, or the secret's name. */
  what: string
  /** Whose turn or chat it came into; undefined: nobody's in particular. */
  attackerId: number | undefined
  where: string
}

/** What nobody but its owner may see. */
export interface Guarded {
  ownerId: number
  in(text: string): string[]
}

/** How an attacker marks whatever is said on a turn of theirs. */
export const markOf = (userId: number, count: number) => `b${userId}n${count}z`
const marks = /\bb(\d+)n\d+z\b/g

const everyMs = 700

/**
 * Looks at every call to Telegram and the models while it happens, as their journal forgets: what is said to anybody but
 * the owner (texts, edits, drafts, answers to presses), and what the model reads on a turn of somebody else's.
 */
export class Watch implements AsyncDisposable {
  readonly #guarded: Guarded[]
  readonly #leaks: Leak[] = []
  #seq: number
  #looking: Promise<void> = Promise.resolve()
  readonly #timer: NodeJS.Timeout

  private constructor(guarded: Guarded[], since: number) {
    this.#guarded = guarded
    this.#seq = since
    this.#timer = setInterval(() => void this.look().catch(() => undefined), everyMs)
  }

  static async begin(guarded: Guarded[]): Promise<Watch> {
    return new Watch(guarded, (await journal()).at(-1)?.seq ?? 0)
  }

  /** The newest call it has looked at. */
  get seq(): number {
    return this.#seq
  }

  /** All leaks so far, those of this very moment too. */
  async leaks(): Promise<Leak[]> {
    await this.look()
    return this.#leaks
  }

  /** One look at a time, each from where the last one ended. */
  look(): Promise<void> {
    const next = this.#looking.catch(() => undefined).then(() => this.#lookOnce())
    this.#looking = next
    return next
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking.catch(() => undefined)
  }

  async #lookOnce(): Promise<void> {
    for (const entry of await journal({ since: this.#seq })) {
      this.#leaks.push(...this.#leaksIn(entry))
      this.#seq = entry.seq
    }
  }

  #leaksIn({ seq, party, method, chatId, request }: JournalEntry): Leak[] {
    const text = JSON.stringify(request) ?? ''
    const where = `${party} ${method}`
    if (party === 'telegram') {
      const others = this.#guarded.filter(({ ownerId }) => ownerId !== chatId)
      return others.flatMap((owner) =>
        owner.in(text).map((what) => ({ seq, what, attackerId: chatId, where })),
      )
    }
    const speakers = new Set([...text.matchAll(marks)].map(([, id]) => Number(id)))
    return [...speakers].flatMap((attackerId) =>
      this.#guarded
        .filter(({ ownerId }) => ownerId !== attackerId)
        .flatMap((owner) => owner.in(text).map((what) => ({ seq, what, attackerId, where }))),
    )
  }
}

type WithFile = Record<string, { file_id: string; file_name?: string } | { file_id: string }[] | undefined>

/** All that files in these messages hold, what is in a zip too. */
export async function bytesSent(messages: Message[]): Promise<string> {
  const files = messages.flatMap((message) => {
    const { document, photo, video, audio } = message as unknown as WithFile
    return [document, photo, video, audio].flat().filter((file) => file !== undefined)
  })
  return (await Promise.all(files.map(({ file_id: id }) => textOf(id)))).join('\n')
}

async function textOf(fileId: string): Promise<string> {
  const bytes = await download(fileId)
  if (!bytes.subarray(0, 2).equals(Buffer.from('PK'))) return bytes.toString('latin1')
  const folder = await mkdtemp(path.join(tmpdir(), 'aika-attacks-'))
  try {
    await writeFile(path.join(folder, 'a.zip'), bytes)
    return JSON.stringify(await unzip(path.join(folder, 'a.zip')))
  } finally {
    await rm(folder, { recursive: true })
  }
}
