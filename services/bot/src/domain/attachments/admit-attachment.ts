import type { Fetch } from '@aika/contracts'
import type { NewAttachment } from '@aika/store'
import { randomUUID } from 'node:crypto'
import { admitMessage, type AdmitPorts, type Incoming } from '../admit-message.ts'
import { words } from '../words.ts'
import { safeName } from './safe-name.ts'

/** A file as a message tells of it. */
export interface IncomingFile {
  kind: NewAttachment['kind']
  fileId: string
  /** Where Telegram tells it. */
  bytes: number | undefined
  /** As the sender's app calls it; anything at all. */
  name: string
  /** What it is called where that cannot be kept. */
  fallbackName: string
}

export interface FileMessage extends Omit<Incoming, 'kind' | 'text'> {
  file: IncomingFile
  /** What the person wrote with it; undefined: nothing. */
  caption: string | undefined
}

export interface AdmitAttachmentPorts extends AdmitPorts {
  inbox: AdmitPorts['inbox'] & {
    waiting(chatId: number): Promise<{ kind: string; albumId?: string | undefined; updateKey: string }[]>
  }
  attachments: { add(attachment: NewAttachment): Promise<boolean> }
  fetches: { enqueue(fetch: Fetch, options?: { delayMs: number }): Promise<void> }
  now(): Date
}

/** An album comes as several updates: by then all of them are stored, and none of its files is there before. */
const albumMs = 1_200

/**
 * Stores that a file came, what is to be done about it, and that it is to be fetched. Safe to repeat at any point.
 *
 * The attachment's row comes before the message's: whoever sees the message sees what it waits for.
 */
export async function admitAttachment(ports: AdmitAttachmentPorts, message: FileMessage): Promise<void> {
  const { file, caption, ...rest } = message
  const { updateKey: id, chatId, userId, albumId } = rest
  const traceId = randomUUID()
  const name = safeName(file.name, file.fallbackName)
  const path = pathOf(message, name)
  const { kind, fileId } = file
  await ports.attachments.add({
    id,
    chatId,
    userId,
    traceId,
    kind,
    fileId,
    name,
    path,
    createdAt: ports.now(),
  })
  const text = caption ?? (await promptFor(ports, message))
  const row: Incoming = { ...rest, kind: text ? 'message' : 'attachment', text: text ?? '' }
  await admitMessage(ports, row, traceId)
  const fetch = { attachmentId: id, traceId, chatId, userId }
  await ports.fetches.enqueue(fetch, albumId ? { delayMs: albumMs } : undefined)
}

/** The same for ever, so that a repeat writes the same file: `cache/20261121-101500-42_report.pdf`, time in UTC. */
function pathOf({ sentAt, messageId }: FileMessage, name: string): string {
  const [date = '', time = ''] = sentAt.toISOString().split('T')
  return `cache/${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${messageId}_${name}`
}

/** Speech is answered at once, and an album of it is asked about once; any other file waits for words. */
async function promptFor(ports: AdmitAttachmentPorts, message: FileMessage): Promise<string | undefined> {
  const { file, albumId, chatId, updateKey } = message
  if (file.kind !== 'voice' && file.kind !== 'audio') return undefined
  const isAskedAlready = (row: { kind: string; albumId?: string | undefined; updateKey: string }) =>
    row.albumId === albumId && row.kind === 'message' && row.updateKey !== updateKey
  if (albumId && (await ports.inbox.waiting(chatId)).some(isAskedAlready)) return undefined
  return words.transcribe
}
