/** A turn that runs. */
export interface RunningTurn {
  turnId: string
  chatId: number
}

export interface StopTurnsPorts {
  stopTurn(turn: RunningTurn): Promise<void>
  pause: (ms: number) => Promise<void>
}

/** A healthy agent stops within 2 s; one that died never does. */
const stopWithinMs = 8_000
const lookEveryMs = 200

/**
 * Tells turns to stop that are marked already, and waits until they have: not without end for one that nobody drives.
 * @param areOver - looks whether any of them still runs.
 */
export async function stopTurns(
  { stopTurn, pause }: StopTurnsPorts,
  running: RunningTurn[],
  areOver: () => Promise<boolean>,
): Promise<void> {
  await Promise.all(running.map((turn) => stopTurn(turn)))
  await waitUntil(areOver, stopWithinMs, pause)
}

/** Looks again and again, for so long at most. */
export async function waitUntil(
  isOver: () => Promise<boolean>,
  withinMs: number,
  pause: StopTurnsPorts['pause'],
): Promise<void> {
  for (let waitedMs = 0; waitedMs < withinMs && !(await isOver()); waitedMs += lookEveryMs) {
    await pause(lookEveryMs)
  }
}
