import { openRedis, patient, takeKey, type Connection, type HeldKey } from '@aika/queue'
import { setTimeout as sleep } from 'node:timers/promises'

const key = 'aika:bot:poller'
const fenceKey = 'aika:bot:poller-fence'
/** A killed poller's successor waits no longer than this. */
const holdMs = 5_000
const renewMs = 1_500
const askMs = 500

/** The right to poll. `lost` aborts when it may belong to another. */
export interface HeldLock extends AsyncDisposable {
  /** Counts up with every holder. */
  fence: number
  lost: AbortSignal
}

export interface PollLock extends AsyncDisposable {
  /** Waits until this process alone may poll. @throws the signal's reason. */
  acquire(signal: AbortSignal): Promise<HeldLock>
}

/** One poller at a time among all replicas, held in Redis and renewed while it lives. */
export function createPollLock(connection: Connection): PollLock {
  const redis = openRedis({ ...patient(connection), commandTimeout: holdMs })

  const tryToTake = async (): Promise<HeldLock | undefined> => {
    const askedAt = performance.now()
    const held = await takeKey(redis, key, holdMs)
    return held && hold(held, await redis.incr(fenceKey), askedAt)
  }

  const hold = (held: HeldKey, fence: number, since: number): HeldLock => {
    const lost = new AbortController()
    let validUntil = since + holdMs
    const keep = async () => {
      const askedAt = performance.now()
      const isOurs = await held.renew().catch(() => undefined)
      if (isOurs === false) lost.abort(new Error('another bot polls now'))
      if (isOurs) validUntil = askedAt + holdMs
    }
    const timer = setInterval(() => {
      if (performance.now() > validUntil - renewMs / 2) lost.abort(new Error('the lock could not be renewed'))
      else void keep()
    }, renewMs)
    return {
      fence,
      lost: lost.signal,
      async [Symbol.asyncDispose]() {
        clearInterval(timer)
        await held.release().catch(() => undefined)
      },
    }
  }

  return {
    async acquire(signal) {
      for (;;) {
        signal.throwIfAborted()
        const held = await tryToTake().catch(() => undefined)
        if (held) return held
        await sleep(askMs, undefined, { signal }).catch(() => undefined)
      }
    },
    async [Symbol.asyncDispose]() {
      redis.disconnect()
    },
  }
}
