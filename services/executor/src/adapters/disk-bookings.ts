import { existsSync, mkdirSync, lstatSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '@aika/errors'
import type { Booking, Bookings } from '../domain/bookings.ts'
import { unavailable } from './engine.ts'

/**
 * Bookings as links that point nowhere, `<run>.<number>` → the container's id: a link is made with all it says in one step,
 * by one of those who try, and the kernel has it when the call returns, so that no kill takes it back. It costs 0.01 ms,
 * and no event loop turns in between. See docs/decisions/bookings-on-disk.md.
 */
export function diskBookings(folder: string): Bookings {
  const at = (runId: string, number: number) => join(folder, `${plain(runId)}.${number}`)

  function of(runId: string): Booking | undefined {
    for (let last: Booking | undefined, number = 0; ; number++) {
      const containerId = read(at(runId, number))
      if (containerId === undefined) return last
      last = { containerId, number }
    }
  }

  function link(path: string, containerId: string): boolean {
    return insteadOf('EEXIST', () => symlinkSync(shortened(containerId), path)) === undefined
  }

  return {
    of,
    book(runId, containerId, last) {
      mustBeThere(folder)
      return link(at(runId, last ? last.number + 1 : 0), containerId)
    },
    forget(runId) {
      // From the last to the first: whoever reads in between, or after a kill, never finds a hole.
      for (let number = of(runId)?.number ?? -1; number >= 0; number--) {
        rmSync(at(runId, number), { force: true })
      }
    },
    all() {
      const runs = new Set(names(folder).flatMap((name) => /^([\w-]+)\.\d+$/.exec(name)?.[1] ?? []))
      return [...runs].flatMap((runId) => {
        const booking = of(runId)
        const made = booking && lstatSync(at(runId, booking.number), { throwIfNoEntry: false })
        return made ? [{ runId, ...booking, since: made.mtime }] : []
      })
    },
  }
}

function mustBeThere(folder: string): void {
  if (!existsSync(folder)) insteadOf('EEXIST', () => mkdirSync(folder, { recursive: true, mode: 0o700 }))
}

/** As 43 letters instead of 64: what a link says is kept beside its name then, and needs no block of its own. */
const shortened = (containerId: string) => Buffer.from(containerId, 'hex').toString('base64url')

function read(path: string): string | undefined {
  const said = insteadOf('ENOENT', () => readlinkSync(path))
  return said === 'ENOENT' ? undefined : Buffer.from(said, 'base64url').toString('hex')
}

function names(folder: string): string[] {
  const found = insteadOf('ENOENT', () => readdirSync(folder))
  return found === 'ENOENT' ? [] : found
}

/** @throws AppError `sandbox_unavailable` for any other failure. */
function insteadOf<Code extends string, Result>(code: Code, act: () => Result): Result | Code {
  try {
    return act()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === code) return code
    throw unavailable(`which sandbox a run was given to cannot be kept (${messageOf(error)})`, error)
  }
}

function plain(runId: string): string {
  if (!/^[\w-]{1,120}$/.test(runId)) throw new TypeError('this is no run')
  return runId
}
