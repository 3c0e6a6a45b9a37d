import type { Reply, ReplyResult } from '@aika/contracts'
import type { Recall } from '@aika/recall'
import type { Notes, Reminders, Turns } from '@aika/store'

/** A person's own folder, or the one that everybody shares. */
export type Location = 'user' | 'shared'

/** A file or folder, as a call names it. */
export interface Place {
  location: Location
  path: string
}

/** A line of a listing, or what one path is. */
export interface FoundFile {
  path: string
  type: 'file' | 'folder' | 'link' | 'other'
  bytes: number
}

/** A person's or the shared folder, as the tools see it; all paths relative, isolation is the adapter's. */
export interface ToolFolder {
  /** `readBytes` of the file are in `text`, of which a character may be more or fewer bytes where it is not UTF-8. */
  readText(
    path: string,
    options: { offset: number; maxBytes: number },
  ): Promise<{ text: string; readBytes: number; totalBytes: number }>
  writeText(path: string, text: string): Promise<void>
  list(
    path: string,
    options: { maxEntries: number; recursive: boolean },
  ): Promise<{ entries: FoundFile[]; complete: boolean }>
  /** Undefined: nothing is there. */
  stat(path: string): Promise<{ kind: FoundFile['type']; bytes: number; changedAt: Date } | undefined>
  /** @throws AppError `not_found` @returns how many entries went. */
  remove(path: string, options: { recursive: boolean }): Promise<number>
  /** @throws AppError `exists`, `not_found` */
  move(from: string, to: string, options: { overwrite: boolean }): Promise<void>
  find(
    glob: string,
    options: { path: string; maxMatches: number },
  ): Promise<{ entries: FoundFile[]; complete: boolean }>
  grep(
    pattern: string,
    options: { path: string; glob?: string; isRegex: boolean; ignoreCase: boolean; maxMatches: number },
  ): Promise<{
    matches: { path: string; line: number; text: string }[]
    truncated: boolean
    tooLarge: number
  }>
}

/** What the tools need from the world. */
export interface ToolPorts {
  folders: {
    of(userId: number, location: Location): ToolFolder
    /** Copies one file, within a folder or between the person's and the shared one. @throws AppError `exists` */
    copy(userId: number, from: Place, to: Place, options: { overwrite: boolean }): Promise<void>
  }
  turns: Pick<Turns, 'beginCall'>
  replies: {
    /** Says something once per `replyId`. */
    send(reply: Reply): Promise<void>
    /** The same, and waits a minute for what became of it; undefined: it is still on its way then. */
    sendAndWait(reply: Reply, signal: AbortSignal): Promise<ReplyResult | undefined>
  }
  reminders: Pick<Reminders, 'add' | 'find' | 'of' | 'countBy' | 'cancel'>
  notes: Notes
  recall: Recall
  people: {
    /** What the operator calls them. */
    nameOf(userId: number): string | undefined
    /** Somebody who may use Aika, by id or by that name. */
    find(who: string): number | undefined
    isAdmin(userId: number): boolean
    /** Their own, else the server's; an IANA name. */
    timeZoneOf(userId: number): Promise<string>
  }
  clock: { now(): Date }
}
