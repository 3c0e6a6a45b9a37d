import type { StoppedReason } from '@aika/contracts'

/** What an executor may have asked for; the first one counts. */
export type StopRequest = 'timeout' | 'cancelled' | 'killed' | 'output_limit' | 'disk_limit'

export interface Ending {
  exitCode: number
  /** What this executor killed it for. */
  stopRequest?: StopRequest
  oomKilled: boolean
  ranMs: number
  timeoutMs: number
}

const KILLED = 137

/** Why a command is no longer running. A kill that came too late to matter did not stop it. */
export function howItEnded(ending: Ending): { stoppedReason: StoppedReason; exitCode?: number } {
  const { exitCode, stopRequest, oomKilled, ranMs, timeoutMs } = ending
  if (exitCode !== KILLED) return { stoppedReason: 'exit', exitCode }
  if (stopRequest) return { stoppedReason: stopRequest }
  if (oomKilled) return { stoppedReason: 'oom', exitCode }
  // By the container's own backstop, or by an executor that died before it could say so.
  if (ranMs >= timeoutMs) return { stoppedReason: 'timeout' }
  return { stoppedReason: 'killed', exitCode }
}
