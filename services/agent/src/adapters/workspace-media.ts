import type { Attachment } from '@aika/store'
import type { Workspace } from '@aika/workspace'
import type { Part } from '../domain/model.ts'
import type { AgentPorts } from '../domain/ports.ts'

/** One turn's pictures and sound; as base64 and in the request they take about three times as much memory. */
const maxTurnBytes = 8_000_000
/** All turns of this process together. */
const maxProcessBytes = 12_000_000

/** What the model takes as it is. */
const eligible =
  /^(?:image\/(?:png|jpeg|webp|heic|heif)|audio\/(?:wav|x-wav|mpeg|mp3|aiff|aac|ogg|flac|mp4|x-m4a))$/

/** Reads people's pictures and sound for the model, a bounded amount at a time. */
export function workspaceMedia(workspace: Workspace): AgentPorts['media'] {
  const room = byteRoom(maxProcessBytes)
  return {
    async load(userId, attachments, signal) {
      const wanted = fitting(attachments.filter(({ mime }) => mime && eligible.test(mime)))
      const bytes = wanted.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)
      const release = await room(bytes, signal)
      try {
        const folder = workspace.user(userId)
        const parts = await Promise.all(
          wanted.map(async ({ path, mime = '' }): Promise<Part[]> => {
            // Cleaned up or changed by its person meanwhile: the note still says that it came.
            const read = await folder.readFile(path, { maxBytes: maxTurnBytes }).catch(() => undefined)
            if (!read || read.bytes.length < read.totalBytes) return []
            return [{ inlineData: { mimeType: mime, data: read.bytes.toString('base64') } }]
          }),
        )
        return { parts: parts.flat(), release }
      } catch (error) {
        release()
        throw error
      }
    },
  }
}

/** The first that fit together into one request. */
function fitting(attachments: Attachment[]): Attachment[] {
  let left = maxTurnBytes
  return attachments.filter(({ bytes = 0 }) => {
    if (bytes > left) return false
    left -= bytes
    return true
  })
}

/** Lets through as many bytes as there is room for, in the order of asking. Aborting ends the waiting. */
function byteRoom(capacity: number): (bytes: number, signal: AbortSignal) => Promise<() => void> {
  let used = 0
  let waiting: { bytes: number; enter: () => void }[] = []
  const admit = () => {
    for (let next = waiting[0]; next && used + next.bytes <= capacity; next = waiting[0]) {
      waiting.shift()
      used += next.bytes
      next.enter()
    }
  }
  return async (bytes, signal) => {
    signal.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const own = { bytes, enter: resolve }
    const giveUp = () => {
      if (!waiting.includes(own)) return
      waiting = waiting.filter((one) => one !== own)
      reject(signal.reason as Error)
      admit()
    }
    waiting.push(own)
    signal.addEventListener('abort', giveUp, { once: true })
    admit()
    await promise.finally(() => signal.removeEventListener('abort', giveUp))
    let isHeld = true
    return () => {
      if (isHeld) used -= bytes
      isHeld = false
      admit()
    }
  }
}
