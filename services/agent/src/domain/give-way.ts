/** A line of the prompt, or an exchange's two sides. */
export interface Piece {
  texts: string[]
  /** Counted once: each ceiling asks for them, and again for each piece that gives way. */
  tokens: number
  /** What it is, when nothing is missing of it: the id of a turn or a note. */
  source?: string
  /** The exchange that it tells of, by its number. */
  exchange?: number | undefined
  /** Neighbours with the same one leave together. */
  group?: number
  /** What it may say instead, where room is short. */
  shorter?: Piece
}

/** How a part of the prompt gives way: one of these steps after the other, until the rest fits. */
export interface GiveWay<Part> {
  part: Part
  /** Which piece goes: the `oldest` is the first one, or all of its `group`; the `worst` the last; `shortened`: the oldest says less. */
  goes: 'oldest' | 'group' | 'worst' | 'shortened'
  /** So many stay for now, or more where one of them would go with its group. */
  but: number
}

export const oldest = <Part>(part: Part): GiveWay<Part> => ({ part, goes: 'oldest', but: 0 })
export const oldestGroup = <Part>(part: Part, but: number): GiveWay<Part> => ({ part, goes: 'group', but })
export const worst = <Part>(part: Part): GiveWay<Part> => ({ part, goes: 'worst', but: 0 })
export const shortened = <Part>(part: Part): GiveWay<Part> => ({ part, goes: 'shortened', but: 0 })

/** Takes one step. @returns false when there is none left. */
export const giveWay = (pieces: Piece[], { goes, but }: GiveWay<unknown>): boolean => steps[goes](pieces, but)

const steps: Record<GiveWay<unknown>['goes'], (pieces: Piece[], but: number) => boolean> = {
  oldest: (pieces) => pieces.shift() !== undefined,
  group(pieces, but) {
    const next = pieces.findIndex(({ group }) => group !== pieces[0]!.group)
    const mayGo = next > 0 && pieces.length - next >= but
    if (mayGo) pieces.splice(0, next)
    return mayGo
  },
  worst: (pieces) => pieces.pop() !== undefined,
  shortened(pieces) {
    const at = pieces.findIndex(({ shorter }) => shorter)
    if (at >= 0) pieces[at] = pieces[at]!.shorter!
    return at >= 0
  },
}
