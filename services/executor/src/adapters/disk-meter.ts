import type { Space } from './disk-space.ts'

/** What has been taken from the file system, by whomever. */
export interface Taken {
  bytes: number
  files: number
}

export interface Reading {
  space: Space
  /**
   * Ever since the meter was made, only rising: what is freed does not count against what is taken. Only the difference
   * of two readings says something.
   */
  taken: Taken
}

export interface MeterFollower {
  /** @returns whether to look more often. */
  hear(reading: Reading): boolean
  /** The file system cannot be looked at. */
  fail(error: unknown): void
}

/** Looks at a file system again and again while somebody follows it. */
export interface DiskMeter {
  /** A look of now. */
  read(): Reading
  follow(follower: MeterFollower): Disposable
}

/** @param everyMs - between two looks; `closeMs` while a follower asks for it. */
export function diskMeter(look: () => Space, everyMs = 25, closeMs = 5): DiskMeter {
  const followers = new Set<MeterFollower>()
  const taken: Taken = { bytes: 0, files: 0 }
  let last: Space | undefined
  let timer: NodeJS.Timeout | undefined

  const read = (): Reading => {
    const space = look()
    taken.bytes += Math.max(0, (last ?? space).freeBytes - space.freeBytes)
    taken.files += Math.max(0, (last?.files?.free ?? 0) - (space.files?.free ?? 0))
    last = space
    return { space, taken: { ...taken } }
  }
  const tick = () => {
    let isClose = false
    try {
      const reading = read()
      for (const follower of followers) isClose = follower.hear(reading) || isClose
    } catch (error) {
      for (const follower of followers) follower.fail(error)
    }
    timer = followers.size > 0 ? setTimeout(tick, isClose ? closeMs : everyMs) : undefined
    timer?.unref()
  }
  return {
    read,
    follow(follower) {
      followers.add(follower)
      if (!timer) tick()
      return { [Symbol.dispose]: () => void followers.delete(follower) }
    },
  }
}
