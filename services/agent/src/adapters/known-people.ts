import type { People } from '@aika/store'
import type { ToolPorts } from '../domain/tools/tool-ports.ts'

export interface KnownPeopleOptions {
  allowed: number[]
  admins: number[]
  /** What the operator calls them. */
  names: ReadonlyMap<number, string>
  /** Of those who have not set one. */
  timeZone: string
}

/** The people of the settings, and what they have set for themselves. */
export function knownPeople(
  settings: Pick<People, 'timeZoneOf'>,
  { allowed, admins, names, timeZone }: KnownPeopleOptions,
): ToolPorts['people'] {
  const nameOf = (userId: number) => names.get(userId)
  return {
    nameOf,
    find(who) {
      const wanted = who.trim().replace(/^@/, '').toLowerCase()
      const fitting = allowed.filter((id) => String(id) === wanted || nameOf(id)?.toLowerCase() === wanted)
      // Two people of one name: nobody is guessed.
      return fitting.length === 1 ? fitting[0] : undefined
    },
    isAdmin: (userId) => admins.includes(userId),
    timeZoneOf: async (userId) => (await settings.timeZoneOf(userId)) ?? timeZone,
  }
}
