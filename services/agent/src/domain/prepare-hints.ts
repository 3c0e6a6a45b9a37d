import type { Turn } from '@aika/store'
import type { Drive } from './drive.ts'
import type { Transcript } from './transcript.ts'

export interface PrepareHintPorts {
  sandboxes: {
    /**
     * Has a sandbox made ready for a turn's person, should they have runs left. Returns at once and never throws: nothing
     * depends on it, a command that finds none ready is only slower.
     */
    prepare(turn: Pick<Turn, 'id' | 'userId' | 'traceId'>): void
  }
  clock: { now(): Date }
}

/** Says early that a command will probably come, so that its sandbox starts while the model still thinks. */
export interface PrepareHints {
  /** The model is about to be asked, and may call tools. */
  beforeAsking(drive: Watched): void
  /** Its answer has opened a call. */
  called(drive: Watched, name: string): void
}

type Watched = Pick<Drive, 'turn' | 'transcript' | 'signal'>

/** What is known of one person in one chat who had a command run. */
interface Habit {
  turnsSinceCommand: number
  askedForMs: number
}

const shell = 'run_shell'
/** Who had a command run in one of the last few turns will probably have another. */
const fewTurns = 3
/** Well within the time for which a sandbox is kept ready: asking again would only be work. */
const freshMs = 20_000
const maxHabits = 1_000

/**
 * Habits are in memory only: another replica, or this one after a start, learns them anew, at the price of one sandbox
 * that is not ready. A turn of somebody who has no commands run costs a look into a map.
 */
export function prepareHints({ sandboxes, clock }: PrepareHintPorts): PrepareHints {
  const habits = new Map<string, Habit>()

  const keep = (turn: Turn, askedForMs: number) => {
    habits.delete(keyOf(turn))
    habits.set(keyOf(turn), { turnsSinceCommand: 0, askedForMs })
    if (habits.size > maxHabits) habits.delete(habits.keys().next().value!)
  }
  const ask = ({ turn, signal }: Watched) => {
    if (!signal.aborted) sandboxes.prepare(turn)
    return clock.now().getTime()
  }
  const atStart = (drive: Watched) => {
    const habit = habits.get(keyOf(drive.turn))
    if (!habit) return
    habit.turnsSinceCommand++
    if (habit.turnsSinceCommand > fewTurns) habits.delete(keyOf(drive.turn))
    else habit.askedForMs = ask(drive)
  }

  return {
    beforeAsking(drive) {
      if (drive.transcript.nextSeq === 0) atStart(drive)
      // The last one was used up: the next is made while the model reads what it gave.
      else if (endsWithCommand(drive.transcript)) keep(drive.turn, ask(drive))
    },
    called(drive, name) {
      if (name !== shell) return
      const askedForMs = habits.get(keyOf(drive.turn))?.askedForMs ?? Number.NEGATIVE_INFINITY
      const isFresh = clock.now().getTime() - askedForMs < freshMs
      keep(drive.turn, isFresh ? askedForMs : ask(drive))
    },
  }
}

const keyOf = ({ chatId, userId }: Turn) => `${chatId} ${userId}`

function endsWithCommand({ contents }: Transcript): boolean {
  const results = contents.at(-1)?.parts ?? []
  return results.some(({ functionResponse }) => functionResponse?.name === shell)
}
