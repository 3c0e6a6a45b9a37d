import type { AccountTask, Reply } from '@aika/contracts'
import { aboutText, tooLargeNotice } from './export-words.ts'
import { planParts, type FoundFile } from './plan-parts.ts'

/** One entry of a zip; `open` is called when its turn comes, and never throws. */
export interface ZipEntry {
  name: string
  changedAt: Date
  open: () => AsyncIterable<Uint8Array>
}

/** The folder of one person, as an export needs it. */
export interface PersonFiles {
  /** Every file but exports; `skipped` are the names of what is none, or cannot be asked for. */
  survey(userId: number): Promise<{ files: FoundFile[]; skipped: string[] }>
  /** As much of a file as can be read; what cannot is told by `onTrouble`, once. */
  read(userId: number, path: string, onTrouble: () => void): AsyncIterable<Uint8Array>
  write(userId: number, path: string, content: AsyncIterable<Uint8Array>): Promise<{ bytes: number }>
  /** Removes exports of before, those that begin like `keep` excepted. */
  dropExports(userId: number, keep: string): Promise<void>
}

export interface ExportAccountPorts {
  files: PersonFiles
  rows: {
    tables: string[]
    rows(table: string, userId: number): AsyncIterable<object>
  }
  zip: (entries: ZipEntry[]) => AsyncIterable<Uint8Array>
  replies: { enqueue(reply: Reply): Promise<void> }
}

/** What Telegram takes from a bot. */
const mostSentBytes = 49 * 2 ** 20
/** Of files in one zip, with room for what a zip adds and for the rows, which pack well. */
const mostBytes = 45 * 2 ** 20

/**
 * Packs all that is a person's into zips in their own cache folder and sends them: rows of the database as JSON, files as
 * they are. Done again it makes the same names and says the same replies, so that it may be killed at any moment.
 *
 * @param askedAt - names the files; the same in each repetition.
 */
export async function exportAccount(
  ports: ExportAccountPorts,
  task: AccountTask,
  askedAt: Date,
): Promise<void> {
  const { userId } = task
  const name = `cache/${stampOf(askedAt)}_aika-export`
  await ports.files.dropExports(userId, name)
  const { files, skipped } = await ports.files.survey(userId)
  const { parts, tooLarge } = planParts(files, mostBytes)
  const incomplete = new Set<string>()
  const zips: FoundFile[] = []
  for (const [index, part] of parts.entries()) {
    const path = parts.length === 1 ? `${name}.zip` : `${name}-${index + 1}.zip`
    const entries = part.map((file) => fileEntry(ports, userId, file, () => incomplete.add(file.path)))
    const about = () =>
      aboutText({ part: index + 1, of: parts.length, skipped, tooLarge, incomplete: [...incomplete] })
    const data =
      index === 0 ? ports.rows.tables.map((table) => tableEntry(ports, userId, table, askedAt)) : []
    const last = { name: 'about.txt', changedAt: askedAt, open: () => once(about()) }
    const { bytes } = await ports.files.write(userId, path, ports.zip([...data, ...entries, last]))
    zips.push({ path, bytes, changedAt: askedAt })
  }
  await send(ports, task, zips, tooLarge)
}

async function send(
  { replies }: ExportAccountPorts,
  task: AccountTask,
  zips: FoundFile[],
  tooLarge: FoundFile[],
) {
  const { requestId, userId, chatId, traceId } = task
  const isSent = ({ bytes }: FoundFile) => bytes <= mostSentBytes
  for (const [index, { path }] of zips.entries()) {
    if (!isSent(zips[index]!)) continue
    const caption =
      zips.length === 1 ? 'All your data.' : `All your data, part ${index + 1} of ${zips.length}.`
    const body = {
      kind: 'file' as const,
      file: { ownerId: userId, location: 'user' as const, path },
      caption,
    }
    const replyId = index === 0 ? `export-${requestId}` : `export-${requestId}-${index + 1}`
    await replies.enqueue({ replyId, chatId, traceId, body })
  }
  const left = [...zips.filter((zip) => !isSent(zip)), ...tooLarge]
  if (left.length === 0) return
  const body = { kind: 'notice' as const, markdown: tooLargeNotice(left) }
  await replies.enqueue({ replyId: `export-${requestId}-note`, chatId, traceId, body })
}

function fileEntry(
  { files }: ExportAccountPorts,
  userId: number,
  file: FoundFile,
  onTrouble: () => void,
): ZipEntry {
  return {
    // A zip knows one kind of slash.
    name: `files/${file.path}`.replaceAll('\\', '_'),
    changedAt: file.changedAt,
    open: () => files.read(userId, file.path, onTrouble),
  }
}

function tableEntry({ rows }: ExportAccountPorts, userId: number, table: string, changedAt: Date): ZipEntry {
  return { name: `data/${table}.json`, changedAt, open: () => asJson(rows.rows(table, userId)) }
}

async function* asJson(rows: AsyncIterable<object>): AsyncIterable<Uint8Array> {
  let before = '['
  for await (const row of rows) {
    yield Buffer.from(`${before}\n${JSON.stringify(row)}`)
    before = ','
  }
  yield Buffer.from(before === '[' ? '[]\n' : '\n]\n')
}

async function* once(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text)
}

/** `20261121-104500`, in UTC. */
const stampOf = (at: Date) => at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
