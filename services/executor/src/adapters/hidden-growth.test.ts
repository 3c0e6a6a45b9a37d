import { whoHides, type Suspect } from './hidden-growth.ts'

const suspect = (run: string, more: Partial<Suspect<string>>): Suspect<string> => ({
  run,
  unexplained: 200,
  grown: 0,
  room: 100,
  figure: { bytes: 200, hidden: false },
  ...more,
})

describe('who writes into files without a name', () => {
  test.each<[string, Partial<Suspect<string>>, string | undefined]>([
    ['both say so', {}, 'it'],
    ['the disk lost less than there is room', { unexplained: 90 }, undefined],
    ['it wrote less than there is room', { figure: { bytes: 90, hidden: false } }, undefined],
    ['its folder shows what it wrote', { grown: 150 }, undefined],
    ['it cannot be asked', { figure: undefined }, undefined],
    ['some of its processes cannot be looked at', { figure: { bytes: 0, hidden: true } }, 'it'],
  ])('%s', (_what, more, chosen) => {
    expect(whoHides([suspect('it', more)])).toBe(chosen)
  })

  test('of several the one whose figure fits best', () => {
    const rewriter = suspect('rewriter', { figure: { bytes: 9_000, hidden: false } })
    expect(whoHides([rewriter, suspect('hider', {})])).toBe('hider')
  })
})
