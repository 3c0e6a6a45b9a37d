import { AppError } from '@aika/errors'
import { stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Sql, SqlNow } from '../sqlite/sql.ts'
import { vacuum } from '../sqlite/vacuum.ts'

/** Of the file's own header, which SQLite leaves to us: whether something was deleted since it was last written anew. */
const states = { nothingDeleted: 0, deleted: 1, beingRewritten: 2 }

/** The new file, the log it goes through, and as much again for what is written meanwhile. */
const spaceFactor = 3

/** In the transaction that deletes rows with a person's words. */
export function markDeleted(now: SqlNow): void {
  now.run(`PRAGMA user_version = ${states.deleted}`)
}

/**
 * Writes the database file anew, if a person's words were deleted since the last time. Deleted rows are overwritten at once,
 * but where SQLite had moved a row to another page before, a copy can lie in a page's unused space: only a new file is
 * without it. Whoever writes meanwhile waits, and what their process asks next: 2 s for 100 MB, ten times that on a slow card.
 * @returns whether there was anything.
 * @throws AppError `no_space`: the disk has less room than it takes.
 */
export async function rewriteFile(sql: Sql, path: string): Promise<boolean> {
  const { user_version: state } = (await sql.one<State>(selectState))!
  if (state === states.nothingDeleted) return false
  await needsSpace(path)
  await sql.run(`PRAGMA user_version = ${states.beingRewritten}`)
  await vacuum(path)
  await sql.atomically((now) => {
    const { user_version } = now.one<State>(selectState)!
    // Who deleted something meanwhile has left word of it.
    if (user_version === states.beingRewritten) now.run(`PRAGMA user_version = ${states.nothingDeleted}`)
  })
  return true
}

interface State {
  user_version: number
}
const selectState = 'PRAGMA user_version'

async function needsSpace(path: string): Promise<void> {
  const [{ size }, { bavail, bsize }] = await Promise.all([stat(path), statfs(dirname(path))])
  if (bavail * bsize > size * spaceFactor) return
  const room = `${Math.ceil((size * spaceFactor) / 2 ** 20)} MB`
  throw new AppError('no_space', `writing the database anew takes ${room} on its disk: make room`, {
    retryable: false,
  })
}
