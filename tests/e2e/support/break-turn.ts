import { change, rows } from './stored.ts'
import { eventually } from './eventually.ts'
import type { Person } from './telegram.ts'

/** Something in a turn's record that nobody can read. */
export interface Garbage {
  turnId: string
  /** Repairs the record, as an operator would. */
  remove(): Promise<void>
}

/**
 * While a command of this person's turn runs, its record is made unreadable where the result would go: the turn ends for
 * good with the next look at it. @param steps - how many the turn has stored when its command runs.
 */
export async function garbleTurn(person: Person, steps = 1, text = 'garbage'): Promise<Garbage> {
  const running = `select id from Turn where userId = ${person.id} and status = 'running'`
  const { id: turnId } = await eventually('a turn runs', async () => (await rows<{ id: string }>(running))[0])
  await eventually('its command runs', async () => {
    return (await rows(`select seq from TurnStep where turnId = '${turnId}'`)).length === steps
  })
  const row = `values ('${turnId}', ${steps}, 'tool', '${text}')`
  await change(`insert into TurnStep (turnId, seq, kind, content) ${row}`)
  return {
    turnId,
    async remove() {
      await change(`delete from TurnStep where turnId = '${turnId}' and seq = ${steps}`)
    },
  }
}
