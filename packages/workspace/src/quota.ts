import { fileError } from './file-error.ts'
import type { Quota, Room, Usage } from './folder.ts'

/** How long a count of a folder serves; what this process writes meanwhile is added to it. */
const COUNT_SERVES_MS = 5_000

/**
 * What one folder holds, against what it may hold. Walking a tree is dear (20,000 entries: some tenths of a second), so
 * one count serves for five seconds, and all that ask at once share it. What a sandbox or another service writes is seen
 * by the next count. Nothing is refused without a fresh one.
 */
export interface Account {
  room(): Promise<Room>
  /**
   * Opens a write: what replaces a file of `replacedBytes` may use its room again, and is no new entry.
   * @throws AppError `quota_exceeded`
   */
  begin(replacedBytes: number | undefined): Promise<Booking>
}

/** One write, booked while it happens. */
export interface Booking {
  /** @throws AppError `quota_exceeded`, with nothing more booked. */
  take(bytes: number): Promise<void>
  /** It is in place; what it replaced is gone. */
  keep(): void
  /** It came to nothing. */
  giveBack(): void
}

/** Where there is no quota. */
export const unlimited: Account = {
  room: async () => ({ bytes: Infinity, files: Infinity }),
  begin: async () => ({ take: async () => undefined, keep() {}, giveBack() {} }),
}

/** Keeps one account for each folder, by its name. */
export function createAccounts(): { of(name: string, quota: Quota, count: () => Promise<Usage>): Account } {
  const accounts = new Map<string, Account>()
  return {
    of(name, quota, count) {
      const account = accounts.get(name) ?? openAccount(quota, count)
      accounts.set(name, account)
      return account
    },
  }
}

function openAccount(quota: Quota, count: () => Promise<Usage>): Account {
  const tally = createTally(count)

  const take = async (bytes: number, files: number) => {
    await tally.upToDate(COUNT_SERVES_MS)
    if (excess(bytes, files)) await tally.upToDate(0)
    const limit = excess(bytes, files)
    if (limit) throw full(limit)
    tally.bytes += bytes
    tally.files += files
  }
  const excess = (bytes: number, files: number) => {
    if (bytes > 0 && tally.bytes - tally.lent + bytes > quota.bytes) return megabytes(quota.bytes)
    return files > 0 && tally.files + files > quota.files ? `${quota.files} files and folders` : undefined
  }
  return {
    async room() {
      await tally.upToDate(0)
      return {
        bytes: Math.max(0, quota.bytes - tally.bytes),
        files: Math.max(0, quota.files - tally.files),
      }
    },
    async begin(replacedBytes) {
      const files = replacedBytes === undefined ? 1 : 0
      const lent = replacedBytes ?? 0
      let taken = 0
      await take(0, files)
      tally.lent += lent
      return {
        async take(bytes) {
          await take(bytes, 0)
          taken += bytes
        },
        keep() {
          tally.lent -= lent
          tally.bytes -= lent
        },
        giveBack() {
          tally.lent -= lent
          tally.bytes -= taken
          tally.files -= files
        },
      }
    },
  }
}

interface Tally {
  bytes: number
  files: number
  /** Of files that are being replaced: what their writes may use before they are gone. */
  lent: number
  /** Counts again if the last count began before that many milliseconds. */
  upToDate(maxAgeMs: number): Promise<void>
}

function createTally(count: () => Promise<Usage>): Tally {
  let counting: Promise<void> | undefined
  let countedAt = -Infinity
  const recount = async () => {
    const startedAt = performance.now()
    const { bytes, entries, complete } = await count()
    tally.bytes = bytes
    tally.files = complete ? entries : Infinity
    countedAt = startedAt
  }
  const tally: Tally = {
    bytes: 0,
    files: 0,
    lent: 0,
    async upToDate(maxAgeMs) {
      if (performance.now() - countedAt < maxAgeMs) return
      counting ??= recount().finally(() => (counting = undefined))
      await counting
    },
  }
  return tally
}

function full(limit: string) {
  return fileError(
    'quota_exceeded',
    `This does not fit: the folder may hold ${limit}. Delete something first, then try again.`,
  )
}

const megabytes = (bytes: number) => `${Math.floor(bytes / 1_048_576)} MB`
