import fc from 'fast-check'
import { planParts, type FoundFile } from './plan-parts.ts'

const file = (path: string, bytes: number): FoundFile => ({ path, bytes, changedAt: new Date(0) })

describe('files put into parts', () => {
  test('somebody without files gets one part, for the rows', () => {
    expect(planParts([], 100)).toEqual({ parts: [[]], tooLarge: [] })
  })

  test('whatever the sizes: nothing is lost, nothing is twice, no part is too large', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(150)), (sizes) => {
        const files = sizes.map((bytes, n) => file(`f${n}`, bytes))
        const { parts, tooLarge } = planParts(files, 100)
        const all = [...parts.flat(), ...tooLarge].map(({ path }) => path)
        expect(all.sort()).toEqual(files.map(({ path }) => path).sort())
        for (const part of parts)
          expect(part.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(100)
        for (const { bytes } of tooLarge) expect(bytes).toBeGreaterThan(100)
      }),
    )
  })
})
