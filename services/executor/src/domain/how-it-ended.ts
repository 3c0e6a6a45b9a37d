import type { StoppedReason } from '@aika/contracts'
import type { RunnerExit } from './runner-frames.ts'

/** What an executor may have asked for; the first one counts. */
export type StopRequest = 'timeout' | 'cancelled' | 'killed' | 'disk_limit'

export interface Ending {
  /** The runner's word. None: the container ended before it could say any. */
  exit?: RunnerExit
  /** What this executor killed it for. */
  stopRequest?: StopRequest
  oomKilled: boolean
  ranMs: number
  timeoutMs: number
}

const KILLED = 137
const NOT_BEGUN = 126

/** Why a command is no longer running. A kill that came too late to matter did not stop it. */
export function howItEnded(ending: Ending): { stoppedReason: StoppedReason; exitCode?: number } {
  const { exit, stopRequest, oomKilled } = ending
  switch (exit?.how) {
    case 'exited':
      // A shell gives its child's end as its own: 128 and the signal.
      if (oomKilled && exit.code === KILLED) return { stoppedReason: 'oom', exitCode: KILLED }
      return { stoppedReason: 'exit', exitCode: exit.code }
    case 'not_begun':
      return { stoppedReason: 'exit', exitCode: NOT_BEGUN }
    case 'output_limit':
      return { stoppedReason: 'output_limit' }
    case 'backstop':
      return { stoppedReason: 'timeout' }
    case 'signalled':
      if (exit.code !== 9) return { stoppedReason: 'exit', exitCode: 128 + exit.code }
      break
    default:
  }
  if (stopRequest) return { stoppedReason: stopRequest }
  if (oomKilled) return { stoppedReason: 'oom', exitCode: KILLED }
  // By an executor that died before it could say so.
  if (ending.ranMs >= ending.timeoutMs) return { stoppedReason: 'timeout' }
  return { stoppedReason: 'killed', exitCode: KILLED }
}
