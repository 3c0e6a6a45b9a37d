import { kinds, type Kind } from './kinds.ts'
import type { Random } from '../support/random.ts'

/** Something a person told, and how it is asked for later. */
export interface Fact {
  value: string
  statement: string
  /** In the statement's own words. */
  sameWords: string
  /** In other words. */
  paraphrase: string
  /** Of whom it is, for the words of a forgetting. */
  subject: string
  /** Another value for the same, and the statement that says so. */
  changed(random: Random): { value: string; statement: string }
}

export const names = (
  'Adela Bastian Cosima Dragan Elin Fatou Gideon Henrike Ilse Jorah Katja Lorenz Mirko Nadja Otis Paloma Quirin Ronja ' +
  'Sanne Tibor Ursel Vasco Wanja Xenia Yannik Zelda Aurel Bente Caspar Dalia Emre Frauke Gustav Hanno Imke Jelena'
).split(' ')

const openers = [
  '',
  '',
  'By the way, ',
  'Before I forget: ',
  'You should know that ',
  'For later: ',
  'It turns out that ',
  'Just so that you have it, ',
]
const closers = [
  '',
  '',
  ' It took me ages to find out.',
  ' Anyway, the weather is dreadful.',
  ' More of that another time.',
  ' I nearly did not ask.',
]

/** Facts of which no two are about the same thing of the same person. */
export function inventFacts(count: number, random: Random): Fact[] {
  const pairs = names.flatMap((subject) => kinds.map((kind) => ({ subject, kind })))
  if (count > pairs.length) throw new Error(`only ${pairs.length} different facts can be invented`)
  return random
    .shuffled(pairs)
    .slice(0, count)
    .map(({ subject, kind }) => inventFact(subject, kind, random))
}

function inventFact(subject: string, kind: Kind, random: Random): Fact {
  const { tell, ask } = random.pick(kind.said)
  const value = kind.value(random)
  return {
    subject,
    value,
    statement: said(tell, subject, value, random),
    sameWords: filled(ask, subject, ''),
    paraphrase: filled(random.pick(kind.otherwise), subject, ''),
    changed(later) {
      const next = kind.value(later)
      return { value: next, statement: said(kind.change, subject, next, later) }
    },
  }
}

function said(template: string, subject: string, value: string, random: Random): string {
  const sentence = `${random.pick(openers)}${filled(template, subject, value)}.${random.pick(closers)}`
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

const filled = (template: string, subject: string, value: string) =>
  template.replaceAll('{s}', subject).replaceAll('{v}', value)
