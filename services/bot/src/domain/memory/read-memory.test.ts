import type { Summary } from '@aika/store'
import { readMemory, type ReadMemoryPorts } from './read-memory.ts'

const major = (period: string, ...texts: string[]): Summary => ({
  id: Number(period.slice(-2)),
  kind: 'major',
  period,
  fromNumber: 1,
  throughNumber: 2,
  state: 'model',
  sentences: texts.map((text) => ({ text, turnIds: [] })),
  createdAt: new Date(0),
})

describe('since when something is known', () => {
  const sinceOf = async (majors: Summary[], standing = majors[0]) => {
    const ports: ReadMemoryPorts = {
      notes: { of: async () => [] },
      summaries: {
        standing: async () => ({ major: standing, dailies: [], fold: undefined, coveredThrough: 0 }),
        recent: async (_userId, kind) => (kind === 'major' ? majors : []),
        find: async () => undefined,
      },
      exchanges: { after: async () => [], find: async () => undefined },
    }
    return (await readMemory(ports, 5)).known.map(({ since }) => since)
  }

  test('since the first of the weeks in a row that say it in these words', async () => {
    const weeks = [
      major('2026-11-22', 'Lives in Ulm.', 'Likes tea.'),
      major('2026-11-15', 'Lives in Ulm.'),
      major('2026-11-08', 'Lives in Bonn.'),
      major('2026-11-01', 'Lives in Ulm.'),
    ]

    expect(await sinceOf(weeks)).toEqual(['2026-11-15', '2026-11-22'])
  })

  test('it was written anew while it was read: the week that was read first', async () => {
    expect(await sinceOf([major('2026-11-22', 'New.')], major('2026-11-15', 'Old.'))).toEqual(['2026-11-15'])
  })
})
