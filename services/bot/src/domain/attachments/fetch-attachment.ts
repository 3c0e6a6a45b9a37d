import type { Fetch } from '@aika/contracts'
import { AppError } from '@aika/errors'
import type { Attachment, Attachments } from '@aika/store'
import type { Folder } from '@aika/workspace'
import { TelegramFailure } from '../telegram.ts'
import { words } from '../words.ts'
import { problemOf } from './problem-of.ts'
import { extensionFor } from './extension-for.ts'
import { extensionOf } from './safe-name.ts'

export interface FetchPorts {
  attachments: Pick<Attachments, 'find' | 'ready' | 'failed'>
  /** Telegram's side. Both fail with a `TelegramFailure`, which never holds an address. */
  source: {
    /** @returns a place that serves for an hour at least, and the size where Telegram tells it. */
    locate(fileId: string, signal: AbortSignal): Promise<{ place: string; bytes: number | undefined }>
    /** All of it once, piece by piece. */
    read(place: string, signal: AbortSignal): AsyncIterable<Uint8Array>
  }
  workspace: {
    ensureUserFolder(userId: number): Promise<void>
    user(userId: number): Pick<Folder, 'room' | 'writeFile' | 'sniff' | 'move'>
  }
  answers: { say(notice: { replyId: string; chatId: number; markdown: string }): Promise<void> }
  wake(chatId: number, traceId: string): Promise<void>
  now(): Date
  /** The largest file that is taken, in MiB. */
  maxMegabytes: number
}

export interface Attempt {
  signal: AbortSignal
  /** After this one the file is given up. */
  isLast: boolean
}

/**
 * Brings one attachment into its person's cache and wakes their chat: it is there, or it never will be and both the
 * person and the model are told why. Safe to run twice; the path is the row's.
 *
 * @throws AppError, retryable, with what to wait for; never one that is final.
 */
export async function fetchAttachment(
  ports: FetchPorts,
  { attachmentId, chatId, traceId }: Fetch,
  attempt: Attempt,
): Promise<{ state: 'ready' | 'failed' }> {
  const attachment = await ports.attachments.find(attachmentId)
  // Forgotten with its person.
  if (!attachment) return { state: 'failed' }
  const problem =
    attachment.state === 'waiting' ? await bring(ports, attachment, attempt) : attachment.problem
  if (problem) {
    const markdown = words.notKept(attachment.name, problem)
    await ports.answers.say({ replyId: `notice-file-${attachmentId}`, chatId, markdown })
  }
  await ports.wake(chatId, traceId)
  return { state: problem ? 'failed' : 'ready' }
}

/** @returns why it will never be there; undefined: it is. */
async function bring(
  ports: FetchPorts,
  attachment: Attachment,
  attempt: Attempt,
): Promise<string | undefined> {
  try {
    const { path, mime, bytes } = await put(ports, attachment, attempt.signal)
    await ports.attachments.ready(attachment.id, { path, mime, bytes })
    return undefined
  } catch (error) {
    attempt.signal.throwIfAborted()
    const ageMs = ports.now().getTime() - attachment.createdAt.getTime()
    const problem = problemOf(error, { isLast: attempt.isLast, ageMs, maxMegabytes: ports.maxMegabytes })
    await ports.attachments.failed(attachment.id, problem)
    return problem
  }
}

async function put(ports: FetchPorts, attachment: Attachment, signal: AbortSignal) {
  const maxBytes = ports.maxMegabytes * 2 ** 20
  const { place, bytes: expected } = await ports.source.locate(attachment.fileId, signal)
  await ports.workspace.ensureUserFolder(attachment.userId)
  const folder = ports.workspace.user(attachment.userId)
  if (expected !== undefined) await assertRoom(folder, expected, maxBytes)
  const content = ports.source.read(place, signal)
  const { bytes } = await folder.writeFile(attachment.path, content, { maxBytes })
  if (expected !== undefined && bytes !== expected) {
    throw new TelegramFailure('unreachable', 'the file ended early', { mayHaveArrived: true })
  }
  const mime = (await folder.sniff(attachment.path)).split(';')[0]!.trim()
  return { path: await withExtension(folder, attachment.path, mime), mime, bytes }
}

async function assertRoom(folder: Pick<Folder, 'room'>, bytes: number, maxBytes: number): Promise<void> {
  if (bytes > maxBytes) throw new AppError('too_large', 'larger than allowed', { retryable: false })
  const room = await folder.room()
  if (room.bytes < bytes || room.files < 1) {
    throw new AppError('quota_exceeded', 'no room for it in the folder', { retryable: false })
  }
}

/** A name without an extension gets that of what the bytes are; any other stays as its sender knows it. */
async function withExtension(folder: Pick<Folder, 'move'>, path: string, mime: string): Promise<string> {
  const extension = extensionFor(mime)
  if (extensionOf(path) || !extension) return path
  await folder.move(path, path + extension, { overwrite: true })
  return path + extension
}
