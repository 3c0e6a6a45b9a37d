import { isoText } from '../sqlite/convert.ts'
import type { Sql } from '../sqlite/sql.ts'

export type AttachmentKind =
  'photo' | 'document' | 'voice' | 'audio' | 'video' | 'video_note' | 'animation' | 'sticker'

export interface NewAttachment {
  /** The update key of the message that brought it. */
  id: string
  chatId: number
  userId: number
  traceId: string
  kind: AttachmentKind
  /** Telegram's handle to fetch it by. */
  fileId: string
  /** As it is shown. */
  name: string
  /** Where it is put, below the person's folder: `cache/…`. */
  path: string
  createdAt: Date
}

export interface Attachment extends NewAttachment {
  /** Read from the bytes once it is there. */
  mime: string | undefined
  bytes: number | undefined
  state: 'waiting' | 'ready' | 'failed'
  /** Of a failed one: why, in a person's words. */
  problem: string | undefined
}

/** Files that came with messages, on their way into the cache folder or there. */
export interface Attachments {
  /** @returns false when it is there already. */
  add(attachment: NewAttachment): Promise<boolean>
  find(id: string): Promise<Attachment | undefined>
  /** Of these messages, in their order. */
  of(updateKeys: string[]): Promise<Attachment[]>
  /** All that a turn took with it, in the order in which they came. */
  ofTurn(turnId: string): Promise<Attachment[]>
  /** @param file.path - where it is after all: a name without an extension may have got one. */
  ready(id: string, file: { mime: string; bytes: number; path?: string }): Promise<void>
  failed(id: string, problem: string): Promise<void>
  /** Still on their way since before that moment: Redis may have lost the job. */
  waitingSince(before: Date): Promise<Attachment[]>
  /** Files of the cache that were removed take their rows along. @returns how many. */
  dropBefore(before: Date): Promise<number>
}

export function createAttachments(sql: Sql): Attachments {
  const many = async (text: string, ...values: (string | number)[]) =>
    (await sql.all<Row>(text, ...values)).map(toAttachment)
  return {
    async add({ id, chatId, userId, traceId, kind, fileId, name, path, createdAt }) {
      const values = [id, chatId, userId, traceId, kind, fileId, name, path, isoText(createdAt)]
      return (await sql.run(insert, ...values)) > 0
    },
    async find(id) {
      return (await many(`${select} WHERE "id" = ?`, id))[0]
    },
    of: (updateKeys) => many(selectOf, JSON.stringify(updateKeys)),
    ofTurn: (turnId) => many(selectOfTurn, turnId),
    async ready(id, { mime, bytes, path }) {
      await sql.run(setReady, mime, bytes, path ?? null, id)
    },
    async failed(id, problem) {
      await sql.run(setFailed, problem, id)
    },
    waitingSince: (before) => many(selectWaiting, isoText(before)),
    dropBefore: (before) => sql.run(drop, isoText(before)),
  }
}

type Row = Omit<Attachment, 'mime' | 'bytes' | 'problem' | 'createdAt'> & {
  mime: string | null
  bytes: number | null
  problem: string | null
  createdAt: string
}

const names = ['id', 'chatId', 'userId', 'traceId', 'kind', 'fileId', 'name', 'path', 'createdAt']
const columns = (names: string[]) => names.map((name) => `a."${name}"`).join(', ')
const select = `SELECT ${columns([...names, 'mime', 'bytes', 'state', 'problem'])} FROM "Attachment" a`
const insert = `
  INSERT INTO "Attachment" (${names.map((name) => `"${name}"`).join(', ')}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT ("id") DO NOTHING`
const selectOf = `${select} JOIN json_each(?) wanted ON wanted.value = a."id" ORDER BY wanted.key`
const selectOfTurn = `
  ${select} JOIN "InboxMessage" m ON m."updateKey" = a."id" WHERE m."turnId" = ? ORDER BY m."id"`
const setReady = `
  UPDATE "Attachment" SET "state" = 'ready', "mime" = ?, "bytes" = ?, "path" = COALESCE(?, "path") WHERE "id" = ?`
const setFailed = `
  UPDATE "Attachment" SET "state" = 'failed', "problem" = ? WHERE "id" = ? AND "state" = 'waiting'`
const selectWaiting = `${select} WHERE a."state" = 'waiting' AND a."createdAt" < ? ORDER BY a."createdAt" LIMIT 200`
// One that still waits for its turn is kept: its message says what came.
const drop = `
  DELETE FROM "Attachment" WHERE "createdAt" < ?
    AND NOT EXISTS (SELECT 1 FROM "InboxMessage" m WHERE m."updateKey" = "Attachment"."id" AND m."turnId" IS NULL)`

function toAttachment({ mime, bytes, problem, createdAt, ...row }: Row): Attachment {
  return {
    ...row,
    mime: mime ?? undefined,
    bytes: bytes ?? undefined,
    problem: problem ?? undefined,
    createdAt: new Date(createdAt),
  }
}
