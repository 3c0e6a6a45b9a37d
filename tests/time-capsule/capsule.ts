import { live, type Lives } from './live.ts'
import { planLives, type Extent } from './plan.ts'
import { startProduct } from './product.ts'
import { Random } from '../support/random.ts'
import { SimulatedClock } from './simulated-clock.ts'

/** The whole of it. */
export const full: Extent = {
  facts: 200,
  changed: 60,
  deleted: 20,
  foreign: 40,
  exchanges: 3_000,
  everyDays: 1,
}
/** What every change is tested with. */
export const quick: Extent = {
  facts: 64,
  changed: 20,
  deleted: 6,
  foreign: 12,
  exchanges: 600,
  everyDays: 10,
}

const first = new Date('2026-01-05T00:00:00Z')
const people = new Map([
  [1001, 'Ray'],
  [1002, 'Alice'],
  [1003, 'Olga'],
])

/** Half a year of three people's lives with the product, in minutes. */
export async function liveThrough(extent: Extent, seed: number): Promise<Lives> {
  const plan = planLives([...people.keys()], extent, new Random(seed))
  const clock = new SimulatedClock(first)
  const nameOf = (id: number) => people.get(id)!
  await using product = await startProduct(people, clock.now)
  return await live(plan, { product, clock, first, nameOf })
}
