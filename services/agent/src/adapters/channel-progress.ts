import { progressChannel, type Progress } from '@aika/contracts'
import type { Broadcaster } from '@aika/queue'
import type { AgentPorts } from '../domain/ports.ts'

/** A turn that is over before its first beat shows nothing and costs nothing. */
const beatMs = 500
/** “typing…” lasts five seconds in Telegram. */
const keepAliveMs = 3_500

/** Shows what a turn does over the progress channel: on change, and often enough to keep “typing…” alive. */
export function channelProgress(channels: Broadcaster): AgentPorts['progress'] {
  return {
    begin({ id: turnId, chatId }) {
      let progress: Progress['progress'] = { kind: 'thinking' }
      let toolSince = 0
      let changed = true
      let shownAt = 0
      let everShown = false

      const show = (next: Progress['progress']) =>
        void channels.publish(progressChannel, { turnId, chatId, progress: next })
      const beat = () => {
        const now = Date.now()
        if (!changed && now - shownAt < keepAliveMs) return
        changed = false
        shownAt = now
        everShown = true
        show(progress.kind === 'tool' ? { ...progress, elapsedMs: now - toolSince } : progress)
      }
      const timer = setInterval(beat, beatMs)
      const change = (next: Progress['progress']) => {
        progress = next
        changed = true
      }
      return {
        text: (markdown) => change({ kind: 'text', markdown }),
        tool(label) {
          toolSince = Date.now()
          change({ kind: 'tool', label, elapsedMs: 0 })
        },
        thinking: () => change({ kind: 'thinking' }),
        [Symbol.dispose]() {
          clearInterval(timer)
          if (everShown) show({ kind: 'done' })
        },
      }
    },
  }
}
