import type { Random } from '../../../tests/support/random.ts'
import { closers, openers, replies } from './small-talk-phrases.ts'
import { details, headings, paragraphs, requests } from './assistant-phrases.ts'
import { vocabulary } from './vocabulary.ts'

/** One sentence out of a template, its slots filled. */
export function sentence(random: Random, templates: readonly string[]): string {
  const filled = random
    .pick(templates)
    .replaceAll(/\{(\w+)\}/g, (_, slot: string) => random.pick(vocabulary[slot]!))
  return filled[0]!.toUpperCase() + filled.slice(1)
}

/** A line between friends, about 15 tokens. */
export function chatter(random: Random): string {
  const opener = sentence(random, openers)
  return random.chance(0.7)
    ? `${opener}${/[?!]$/.test(opener) ? '' : '.'} ${sentence(random, closers)}`
    : opener
}

/** What a friend answers, about 15 tokens and now and then twice as much. */
export function banter(random: Random): string {
  return several(random, random.pick([1, 2, 3, 3, 4]), replies)
}

/** Something to be done, a few sentences. */
export function request(random: Random, detailCount: number): string {
  return [sentence(random, requests), several(random, detailCount, details)].filter(Boolean).join(' ')
}

/** An answer of about so many characters, in paragraphs with headings where it is long. */
export function longAnswer(random: Random, characters: number): string {
  const blocks: string[] = []
  for (let length = 0; length < characters; length += blocks.at(-1)!.length) {
    const title = blocks.length > 0 && random.chance(0.3) ? `**${random.pick(headings)}**\n` : ''
    blocks.push(title + several(random, random.whole(1, 3), paragraphs))
  }
  return blocks.join('\n\n')
}

function several(random: Random, count: number, templates: readonly string[]): string {
  return Array.from({ length: count }, () => sentence(random, templates)).join(' ')
}
