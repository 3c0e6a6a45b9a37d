import { messageOf } from '@aika/errors'
import type { Store } from '@aika/store'

const everyMs = 100
/** A full disk would be told ten times a second. */
const quietMs = 60_000

/** Writes the database's log back for all services: none that people wait for is to wait for the disk. */
export function keepLogShort(
  store: Pick<Store, 'writeBack'>,
  log: { warn(fields: object, message: string): void },
): Disposable {
  let quietUntil = 0
  const onTrouble = (error: unknown) => {
    if (performance.now() < quietUntil) return
    quietUntil = performance.now() + quietMs
    log.warn({ reason: messageOf(error) }, 'the database’s log could not be written back')
  }
  const timer = setInterval(() => void store.writeBack().catch(onTrouble), everyMs)
  return {
    [Symbol.dispose]() {
      clearInterval(timer)
      quietUntil = Number.POSITIVE_INFINITY
    },
  }
}
