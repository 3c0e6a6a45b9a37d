import { names } from './facts.ts'
import type { Random } from '../support/random.ts'

/** Something that is said in passing, and what a model says to it. */
export interface SmallTalk {
  text: string
  reply: string
}

const topics = (
  'the garden|a crossword|the choir|an old film|bread with seeds|the neighbours’ roof|a long walk|the tram|' +
  'a book about lighthouses|the flea market|football|the new bakery|tax forms|a sore knee|the cinema|chess|' +
  'the boiler|cherry jam|the museum|a podcast about volcanoes|the parents’ evening|a lost umbrella|the marathon'
).split('|')
const moods = 'tired|cheerful|in a hurry|a bit sad|full of plans|hungry|bored|glad that it is over'.split('|')
const places = 'market|station|library|lake|office|stadium|dentist’s|cellar|bus stop|post office'.split('|')
const verbs = 'talked about|laughed about|quarrelled about|thought about|read about|dreamt of'.split('|')

const sayings = [
  'Had coffee with {n} this morning, we {verb} {topic}.',
  '{n} and I met at the {place} by chance and {verb} {topic}.',
  'I am {mood} today, {topic} took the whole afternoon.',
  'Give me one idea for {topic}, {n} has none left.',
  '{n} called from the {place} and went on about {topic} for {k} minutes.',
  'Nothing came of {topic}, so I went to the {place} with {n} instead.',
  'Spent {k} euros at the {place} today, mostly because of {topic}.',
  'It rained at the {place}, {n} was {mood}, and still we {verb} {topic}.',
  'What would you say to somebody who only {verb} {topic}, like {n} does?',
]
const replies = [
  'That sounds like a full day.',
  'Then {topic} can wait until next week.',
  'I would start small: half an hour of {topic}, and see how it feels.',
  '{n} seems to be good company for that.',
  'Some people find {topic} easier in the morning; {n} may be one of them.',
  'You could write down three things about {topic} and keep the best one.',
  'At the {place} one always meets somebody.',
]

/** One piece of small talk; about one in thirty is long. No two of the same words come of different numbers. */
export function smallTalk(number: number, random: Random): SmallTalk {
  const sentences = number % 30 === 29 ? random.whole(12, 20) : random.whole(1, 3)
  const more = Array.from({ length: sentences }, () => filled(random.pick(sayings), random))
  const answer = Array.from({ length: random.whole(1, 4) }, () => filled(random.pick(replies), random))
  return { text: `${more.join(' ')} (${number})`, reply: answer.join(' ') }
}

function filled(template: string, random: Random): string {
  return template
    .replaceAll('{n}', () => random.pick(names))
    .replaceAll('{topic}', () => random.pick(topics))
    .replaceAll('{mood}', () => random.pick(moods))
    .replaceAll('{place}', () => random.pick(places))
    .replaceAll('{verb}', () => random.pick(verbs))
    .replaceAll('{k}', () => String(random.whole(3, 90)))
}
